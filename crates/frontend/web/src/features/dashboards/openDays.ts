import { dateOf, latestDay } from '@/lib/dates';

/** The days from `first` to `end` that can be opened; a calendar of them starts at today or the day closest to it. */
export function openDays(first: string, end: string, today: string) {
  const latest = latestDay(today);
  const last = end < latest ? end : latest;
  const start = today < first ? first : today > last ? last : today;
  return { first, last, start };
}

/** Whether a month has a day that can be opened, or one that is recorded or away. */
export function isMonthOpen(
  year: number,
  { month, days }: { month: number; days: readonly unknown[] },
  today: string,
): boolean {
  return days.length > 0 || dateOf(year, month, 1) <= latestDay(today);
}
