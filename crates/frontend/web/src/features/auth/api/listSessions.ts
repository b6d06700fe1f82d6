import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

export function sessionsQuery(api: Api) {
  return queryOptions({
    queryKey: ['sessions'],
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET('/api/auth/sessions', { signal }))).sessions,
    // The list has to be current whenever it is shown.
    staleTime: 0,
  });
}

export const useSessions = () => useQuery(sessionsQuery(useApi()));
