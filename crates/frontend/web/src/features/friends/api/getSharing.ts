import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

export function sharingQuery(api: Api) {
  return queryOptions({
    queryKey: ['sharing'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/sharing', { signal })),
    meta: { offline: true },
  });
}

export const useSharing = () => useQuery(sharingQuery(useApi()));
