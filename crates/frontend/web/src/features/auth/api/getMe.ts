import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { keys } from '@/api/keys';

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => body(api.GET('/api/auth/me', { signal })),
  staleTime: 10 * 60_000,
  // Who comes back from the mail may have confirmed the address there.
  refetchOnWindowFocus: ({ state }) => (state.data?.emailVerified === false ? 'always' : true),
});

export function useMe() {
  return useQuery(meQuery);
}
