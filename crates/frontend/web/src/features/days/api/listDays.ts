import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { DaySummary } from '@/api/types';
import { addDays } from '@/lib/dates';

export function daysQuery(api: Api, from: string, to: string) {
  return queryOptions({
    queryKey: ['days', 'range', from, to],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/days', { params: { query: { from, to } }, signal })),
    meta: { offline: true, scores: true },
  });
}

/** The recorded days of a range, by date. */
export function useDays(from: string, to: string) {
  return useQuery({ ...daysQuery(useApi(), from, to), select: byDate });
}

const byDate = ({ days }: { days: DaySummary[] }) => new Map(days.map((day) => [day.date, day]));

/** The mean KPI of the seven days before a date, or null when none of them has one. */
export function useWeekBefore(date: string, enabled: boolean) {
  return useQuery({
    ...daysQuery(useApi(), addDays(date, -7), addDays(date, -1)),
    select: ({ days }) => meanKpi(days),
    enabled,
  });
}

export function meanKpi(days: readonly DaySummary[]): number | null {
  const scored = days.flatMap(({ kpi }) => (kpi === null ? [] : [kpi]));
  return scored.length === 0 ? null : scored.reduce((sum, kpi) => sum + kpi, 0) / scored.length;
}
