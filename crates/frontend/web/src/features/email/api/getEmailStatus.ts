import { useQuery } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import { useApi } from '@/api/SessionContext';

const WATCH_MS = 2_000;

export function useEmailStatus() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.emailStatus,
    queryFn: ({ signal }) => unwrap(api.GET('/api/email/status', { signal })),
    staleTime: 0,
    // Polls while mails are queued.
    refetchInterval: ({ state }) => (state.data?.queued ? WATCH_MS : false),
  });
}
