import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

function progressQuery(api: Api, id: string) {
  return queryOptions({
    queryKey: ['friends', 'progress', id],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/friends/{id}/progress', { params: { path: { id } }, signal })),
    staleTime: 0,
  });
}

export const useProgress = (id: string) => useQuery(progressQuery(useApi(), id));
