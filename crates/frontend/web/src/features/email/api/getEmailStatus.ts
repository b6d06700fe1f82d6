import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

const POLL_MS = 2_000;

export function emailStatusQuery(api: Api) {
  return queryOptions({
    queryKey: ['email', 'status'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/email/status', { signal })),
    staleTime: 0,
    // Polls while mails are queued.
    refetchInterval: ({ state }) => (state.data?.queued ? POLL_MS : false),
  });
}

export const useEmailStatus = () => useQuery(emailStatusQuery(useApi()));
