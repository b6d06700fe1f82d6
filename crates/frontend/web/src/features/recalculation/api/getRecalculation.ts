import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

const POLL_MS = 1_000;
/** After a failed request, which is not shown. */
const RETRY_MS = 30_000;

/** The progress of a recalculation; polled only while one is running. */
export function recalculationQuery(api: Api) {
  return queryOptions({
    queryKey: ['recalculation'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/kpi/recompute', { signal })),
    refetchInterval: ({ state: { status, data } }) =>
      status === 'error' ? RETRY_MS : data?.from ? POLL_MS : false,
  });
}

export const useRecalculation = () => useQuery(recalculationQuery(useApi()));
