import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { DaySummary } from '@/api/types';
import { addDays, FIRST_DAY, LAST_DAY } from '@/lib/dates';
import { useFormat } from '@/lib/useFormat';
import { weekDates } from '@/lib/week';

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

/** The recorded days of a date's week and of the week before: one request for all days of the week. */
function useTwoWeeksQuery(date: string) {
  const { week } = useFormat();
  const [first = date] = weekDates(date, week);
  return daysQuery(useApi(), within(addDays(first, -7)), within(addDays(first, 6)));
}

/** The closest date that the API knows. */
function within(date: string): string {
  return date < FIRST_DAY ? FIRST_DAY : date > LAST_DAY ? LAST_DAY : date;
}

/** The recorded days of a date's week, by date. */
export function useWeek(date: string) {
  return useQuery({ ...useTwoWeeksQuery(date), select: byDate });
}

/** The mean KPI of the seven days before a date, or null when none of them has one. */
export function useWeekBefore(date: string, today: string) {
  return useQuery({
    ...useTwoWeeksQuery(date),
    select: ({ days }) => meanBefore(days, date, today),
  });
}

/** The mean over the days of the week before a date that are over. */
export function meanBefore(
  days: readonly DaySummary[],
  date: string,
  today: string,
): number | null {
  const from = addDays(date, -7);
  const scored = days.flatMap((day) =>
    day.kpi !== null && from <= day.date && day.date < date && day.date < today ? [day.kpi] : [],
  );
  return scored.length === 0 ? null : scored.reduce((sum, kpi) => sum + kpi, 0) / scored.length;
}
