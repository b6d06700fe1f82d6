import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

export function ownCodeQuery(api: Api) {
  return queryOptions({
    queryKey: ['friends', 'code'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/friends/code', { signal })),
    meta: { offline: true },
  });
}

export const useOwnCode = () => useQuery(ownCodeQuery(useApi()));
