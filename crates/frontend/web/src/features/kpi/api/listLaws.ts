import { useQuery } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import { useApi } from '@/api/SessionContext';

/** The laws with their limits, which only another version of the server changes. */
export function useLaws() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.laws,
    queryFn: ({ signal }) => unwrap(api.GET('/api/kpi/laws', { signal })),
    select: ({ laws }) => laws,
    staleTime: Infinity,
  });
}
