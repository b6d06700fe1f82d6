import { queryOptions } from '@tanstack/react-query';
import { type Api, unwrap } from './client';

/** Who is signed in. */
export function meQuery(api: Api) {
  return queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/auth/me', { signal })),
    staleTime: 10 * 60_000,
    // The address may have been verified in another window.
    refetchOnWindowFocus: ({ state }) => (state.data?.emailVerified === false ? 'always' : true),
    meta: { offline: true },
  });
}
