import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { keys } from '@/api/keys';

const WATCH_MS = 2_000;

export const emailStatusQuery = queryOptions({
  queryKey: keys.emailStatus,
  queryFn: ({ signal }) => body(api.GET('/api/email/status', { signal })),
  staleTime: 0,
  // As long as something waits it is worth looking again.
  refetchInterval: ({ state }) => (state.data?.queued ? WATCH_MS : false),
});

export function useEmailStatus() {
  return useQuery(emailStatusQuery);
}
