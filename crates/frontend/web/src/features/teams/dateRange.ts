import { addDays, daysBetween, isDay } from '@/lib/dates';
import type { MessageKey } from '@/lib/i18n';

export interface DateRange {
  from: string;
  to: string;
}

/** The most days of a leaderboard and of an export. */
export const MAX_RANGE_DAYS = 366;

export function rangeLength({ from, to }: DateRange): number {
  return daysBetween(from, to) + 1;
}

/** The last days that are over. */
export function lastDays(count: number, today: string): DateRange {
  return { from: addDays(today, -count), to: addDays(today, -1) };
}

/** Why dates make no range; null if they do. */
export function rangeProblem(range: DateRange, most: number): MessageKey | null {
  if (!isDay(range.from) || !isDay(range.to)) return 'teamRange.dates';
  if (range.to < range.from) return 'teamRange.reversed';
  return rangeLength(range) > most ? 'teamRange.long' : null;
}
