import { useQuery } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import { useApi } from '@/api/SessionContext';
import type { DaySummary } from '@/api/types';
import { addDays } from '@/lib/dates';

/** The mean KPI of the seven days before a date, or null when none of them has one. */
export function useWeekBefore(date: string, enabled: boolean) {
  const api = useApi();
  const from = addDays(date, -7);
  const to = addDays(date, -1);
  return useQuery({
    queryKey: queryKeys.days.range(from, to),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/days', { params: { query: { from, to } }, signal })),
    select: ({ days }) => meanKpi(days),
    enabled,
  });
}

export function meanKpi(days: readonly DaySummary[]): number | null {
  const scored = days.flatMap(({ kpi }) => (kpi === null ? [] : [kpi]));
  return scored.length === 0 ? null : scored.reduce((sum, kpi) => sum + kpi, 0) / scored.length;
}
