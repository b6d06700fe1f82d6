import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

/** The laws with their limits, which only another version of the server changes. */
function lawsQuery(api: Api) {
  return queryOptions({
    queryKey: ['laws'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/kpi/laws', { signal })),
    select: ({ laws }) => laws,
    staleTime: Infinity,
    meta: { offline: true },
  });
}

export const useLaws = () => useQuery(lawsQuery(useApi()));
