import { useQuery } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import { useApi } from '@/api/SessionContext';
import type { DaySummary } from '@/api/types';
import { addDays } from '@/lib/dates';

function useRange<Data>(
  from: string,
  to: string,
  select: (response: { days: DaySummary[] }) => Data,
  enabled = true,
) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.days.range(from, to),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/days', { params: { query: { from, to } }, signal })),
    select,
    enabled,
  });
}

const byDate = ({ days }: { days: DaySummary[] }) => new Map(days.map((day) => [day.date, day]));

/** The recorded days of a range, by date. */
export function useDays(from: string, to: string) {
  return useRange(from, to, byDate);
}

/** The mean KPI of the seven days before a date, or null when none of them has one. */
export function useWeekBefore(date: string, enabled: boolean) {
  return useRange(addDays(date, -7), addDays(date, -1), ({ days }) => meanKpi(days), enabled);
}

export function meanKpi(days: readonly DaySummary[]): number | null {
  const scored = days.flatMap(({ kpi }) => (kpi === null ? [] : [kpi]));
  return scored.length === 0 ? null : scored.reduce((sum, kpi) => sum + kpi, 0) / scored.length;
}
