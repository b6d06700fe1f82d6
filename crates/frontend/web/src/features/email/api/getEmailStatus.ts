import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';

const WATCH_MS = 2_000;

export const emailStatusQuery = queryOptions({
  queryKey: queryKeys.emailStatus,
  queryFn: ({ signal }) => unwrap(api.GET('/api/email/status', { signal })),
  staleTime: 0,
  // Polls while mails are queued.
  refetchInterval: ({ state }) => (state.data?.queued ? WATCH_MS : false),
});

export function useEmailStatus() {
  return useQuery(emailStatusQuery);
}
