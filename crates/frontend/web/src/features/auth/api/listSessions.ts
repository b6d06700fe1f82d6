import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';

export const sessionsQuery = queryOptions({
  queryKey: queryKeys.sessions,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/auth/sessions', { signal }))).sessions,
  // The list has to be current whenever it is shown.
  staleTime: 0,
});

export function useSessions() {
  return useQuery(sessionsQuery);
}
