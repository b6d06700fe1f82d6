import { queryOptions, useQuery } from '@tanstack/react-query';
import * as v from 'valibot';
import type { Api } from '@/api/client';
import { useApi } from '@/api/SessionContext';

const STATUSES = ['ok', 'degraded', 'error', 'disabled'] as const;

const report = v.object({
  checks: v.record(v.string(), v.object({ status: v.picklist(STATUSES) })),
});

/** The state of the service and of what it needs; null where it is switched off. */
export type Health = v.InferOutput<typeof report> | null;

function healthQuery(api: Api) {
  return queryOptions({
    queryKey: ['admin', 'health'],
    queryFn: async ({ signal }): Promise<Health> => {
      const { data, error, response } = await api.GET('/api/health', { signal });
      // 503 has the report, too.
      return response.status === 404 ? null : v.parse(report, data ?? error);
    },
    staleTime: 0,
  });
}

export const useHealth = () => useQuery(healthQuery(useApi()));
