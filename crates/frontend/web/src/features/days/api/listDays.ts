import { useQuery } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import { useApi } from '@/api/SessionContext';
import type { DaySummary } from '@/api/types';
import { addDays, FIRST_DAY, LAST_DAY } from '@/lib/dates';
import { useFormat } from '@/lib/useFormat';
import { weekDates } from '@/lib/week';

/** The recorded days of a date's week and of the week before: one request for all days of the week. */
function useTwoWeeks<T>(date: string, select: (days: readonly DaySummary[]) => T) {
  const api = useApi();
  const { week } = useFormat();
  const [first = date] = weekDates(date, week);
  const from = within(addDays(first, -7));
  const to = within(addDays(first, 6));
  return useQuery({
    queryKey: queryKeys.days.range(from, to),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/days', { params: { query: { from, to } }, signal })),
    select: ({ days }) => select(days),
  });
}

/** The closest date that the API knows. */
function within(date: string): string {
  return date < FIRST_DAY ? FIRST_DAY : date > LAST_DAY ? LAST_DAY : date;
}

/** The recorded days of a date's week, by date. */
export function useWeek(date: string) {
  return useTwoWeeks(date, (days) => new Map(days.map((day) => [day.date, day])));
}

/** The mean KPI of the seven days before a date, or null when none of them has one. */
export function useWeekBefore(date: string, today: string) {
  return useTwoWeeks(date, (days) => meanBefore(days, date, today));
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
