import { useQuery } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import { useApi } from '@/api/SessionContext';

export function useSessions() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.sessions,
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET('/api/auth/sessions', { signal }))).sessions,
    // The list has to be current whenever it is shown.
    staleTime: 0,
  });
}
