import { useQuery } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { keys } from '@/api/keys';

const POLL_MS = 1_000;
/** After a failure, which is shown to nobody. */
const RETRY_MS = 30_000;

/** How far the server is with scoring days again; asked for again and again only while it does. */
export function useRecalculation() {
  return useQuery({
    queryKey: keys.recalculation,
    queryFn: ({ signal }) => body(api.GET('/api/kpi/recompute', { signal })),
    refetchInterval: ({ state: { status, data } }) =>
      status === 'error' ? RETRY_MS : data?.from ? POLL_MS : false,
  });
}
