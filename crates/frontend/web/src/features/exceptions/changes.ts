import type { ExceptionKind, ExceptionRange } from '@/api/types';
import { addDays, dateOf, daysBetween, daysInMonth } from '@/lib/dates';

/** The most days that one request marks or clears. */
export const MAX_DAYS = 60;

/** Days from the first to the last one. */
export interface Dates {
  from: string;
  to: string;
}

/** The days of a year, or of one of its months. */
export function datesOf(year: number, month?: number): Dates {
  const last = month ?? 12;
  return { from: dateOf(year, month ?? 1, 1), to: dateOf(year, last, daysInMonth(year, last)) };
}

/** How many of the days are after today. */
export function daysAhead(ranges: readonly Dates[], today: string): number {
  return ranges.reduce((days, { from, to }) => {
    const before = from > today ? addDays(from, -1) : today;
    return days + Math.max(0, daysBetween(before, to));
  }, 0);
}

/** What days become. */
export interface ExceptionChange extends Dates {
  /** Null clears the days. */
  exception: { kind: ExceptionKind; note: string | null } | null;
}

/** Clears the days; there are none if `to` is before `from`. */
export function clearing({ from, to }: Dates): ExceptionChange[] {
  const changes: ExceptionChange[] = [];
  for (let first = from; first <= to; first = addDays(first, MAX_DAYS)) {
    const last = addDays(first, MAX_DAYS - 1);
    changes.push({ from: first, to: last < to ? last : to, exception: null });
  }
  return changes;
}

/** Marks days, and clears those of the range that they replace. */
export function marking(marked: ExceptionChange, replaced: Dates | null): ExceptionChange[] {
  if (!replaced) return [marked];
  const [before, after] = [addDays(marked.from, -1), addDays(marked.to, 1)];
  return [
    marked,
    ...clearing({ from: replaced.from, to: before < replaced.to ? before : replaced.to }),
    ...clearing({ from: after > replaced.from ? after : replaced.from, to: replaced.to }),
  ];
}

/** Makes the days what they were: these exceptions, and none in between. */
export function restoring(
  { from, to }: Dates,
  exceptions: readonly ExceptionRange[],
): ExceptionChange[] {
  const changes: ExceptionChange[] = [];
  let next = from;
  for (const { kind, note, ...dates } of exceptions) {
    changes.push(...clearing({ from: next, to: addDays(dates.from, -1) }));
    changes.push({ from: dates.from, to: dates.to, exception: { kind, note } });
    next = addDays(dates.to, 1);
  }
  return [...changes, ...clearing({ from: next, to })];
}
