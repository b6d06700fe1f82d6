import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { keys } from '@/api/keys';

export const sessionsQuery = queryOptions({
  queryKey: keys.sessions,
  queryFn: async ({ signal }) => (await body(api.GET('/api/auth/sessions', { signal }))).sessions,
  // Someone who looks at this list wants to know who is there now.
  staleTime: 0,
});

export function useSessions() {
  return useQuery(sessionsQuery);
}
