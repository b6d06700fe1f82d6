import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

export const AUDIT_LOG_KEY = ['admin', 'audit-log'] as const;

function auditLogQuery(api: Api) {
  return infiniteQueryOptions({
    queryKey: AUDIT_LOG_KEY,
    queryFn: ({ pageParam: before, signal }) =>
      unwrap(
        api.GET('/api/admin/audit-log', {
          params: { query: { ...(before && { before }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ entries, more }) => (more ? entries.at(-1)?.id : null),
    staleTime: 0,
  });
}

/** What administrators did, the latest first. */
export const useAuditLog = () => useInfiniteQuery(auditLogQuery(useApi()));
