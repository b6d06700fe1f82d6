import { addDays, dateOf, daysBetween, daysInMonth, monthOf, weekdayIndex, yearOf } from './dates';

export interface Layout {
  /** Empty cells before the first day. */
  offset: number;
  dates: readonly string[];
}

/** `week` has the weekdays in their order; 0 for Monday. */
export function layOutDays(first: string, last: string, week: readonly number[]): Layout {
  const length = daysBetween(first, last) + 1;
  const dates = Array.from({ length }, (_, day) => addDays(first, day));
  return { offset: week.indexOf(weekdayIndex(first)), dates };
}

export function layOutMonth(year: number, month: number, week: readonly number[]): Layout {
  const last = dateOf(year, month, daysInMonth(year, month));
  return layOutDays(dateOf(year, month, 1), last, week);
}

/** The month so many months later; earlier for a negative number. */
export function monthAfter(
  year: number,
  month: number,
  months: number,
): { year: number; month: number } {
  const index = year * 12 + month - 1 + months;
  return { year: Math.floor(index / 12), month: (index % 12) + 1 };
}

/** The day that an arrow key moves to, from `first` to `last`. Null for other keys. */
export function dayAfterKey(date: string, key: string, first: string, last: string): string | null {
  const target = move(date, key);
  if (target === null) return null;
  return target < first ? first : target > last ? last : target;
}

function move(date: string, key: string): string | null {
  const year = yearOf(date);
  const month = monthOf(date);
  switch (key) {
    case 'ArrowLeft':
      return addDays(date, -1);
    case 'ArrowRight':
      return addDays(date, 1);
    case 'ArrowUp':
      return addDays(date, -7);
    case 'ArrowDown':
      return addDays(date, 7);
    case 'Home':
      return dateOf(year, month, 1);
    case 'End':
      return dateOf(year, month, daysInMonth(year, month));
    case 'PageUp':
      return sameDayOf(date, year, Math.max(1, month - 1));
    case 'PageDown':
      return sameDayOf(date, year, Math.min(12, month + 1));
    default:
      return null;
  }
}

function sameDayOf(date: string, year: number, month: number): string {
  return dateOf(year, month, Math.min(Number(date.slice(8)), daysInMonth(year, month)));
}
