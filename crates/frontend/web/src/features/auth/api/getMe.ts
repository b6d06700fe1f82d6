import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';

export const meQuery = queryOptions({
  queryKey: queryKeys.me,
  queryFn: ({ signal }) => unwrap(api.GET('/api/auth/me', { signal })),
  staleTime: 10 * 60_000,
  // The address may have been verified in another window.
  refetchOnWindowFocus: ({ state }) => (state.data?.emailVerified === false ? 'always' : true),
});

export function useMe() {
  return useQuery(meQuery);
}
