import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

function habitQuery(api: Api, id: string) {
  return queryOptions({
    queryKey: ['habits', 'one', id],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/habits/{id}', { params: { path: { id } }, signal })),
    meta: { offline: true, scores: true },
  });
}

export const useHabit = (id: string) => useQuery(habitQuery(useApi(), id));
