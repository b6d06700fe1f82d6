import type { LeaderboardPeriod } from '@/api/types';
import {
  addDays,
  dateOf,
  daysInMonth,
  FIRST_DAY,
  isDay,
  monthOf,
  weekdayIndex,
  yearOf,
} from '@/lib/dates';
import { type DateRange, lastDays, MAX_RANGE_DAYS, rangeLength, rangeProblem } from './dateRange';

/** The period of a leaderboard, with its dates. */
export interface BoardPeriod extends DateRange {
  kind: LeaderboardPeriod;
}

export const PERIODS = [
  'day',
  'week',
  'month',
  'custom',
] as const satisfies readonly LeaderboardPeriod[];

const CUSTOM_DAYS = 30;

/** The day, the week from Monday or the month of a date. */
function containing(kind: Exclude<LeaderboardPeriod, 'custom'>, date: string): BoardPeriod {
  if (kind === 'day') return { kind, from: date, to: date };
  if (kind === 'week') {
    const from = addDays(date, -weekdayIndex(date));
    return { kind, from, to: addDays(from, 6) };
  }
  const [year, month] = [yearOf(date), monthOf(date)];
  return {
    kind,
    from: dateOf(year, month, 1),
    to: dateOf(year, month, daysInMonth(year, month)),
  };
}

/** The latest period that has a day which is over. */
export function latestPeriod(kind: LeaderboardPeriod, today: string): BoardPeriod {
  return kind === 'custom'
    ? { kind, ...lastDays(CUSTOM_DAYS, today) }
    : containing(kind, addDays(today, -1));
}

export function previousPeriod(period: BoardPeriod): BoardPeriod {
  const { kind, from } = period;
  const before = addDays(from, -1);
  if (kind !== 'custom') return containing(kind, before);
  return { kind, from: addDays(from, -rangeLength(period)), to: before };
}

export function nextPeriod(period: BoardPeriod): BoardPeriod {
  const { kind, to } = period;
  const after = addDays(to, 1);
  if (kind !== 'custom') return containing(kind, after);
  return { kind, from: after, to: addDays(to, rangeLength(period)) };
}

/** Whether the next period has no day that is over. */
export function isLatest({ to }: BoardPeriod, today: string): boolean {
  return addDays(to, 1) >= today;
}

/** Whether the previous period begins before the days that the API knows. */
export function isFirst(period: BoardPeriod): boolean {
  return previousPeriod(period).from < FIRST_DAY;
}

/** The period of an address' search part; the latest week if it names none. */
export function periodOf(search: URLSearchParams, today: string): BoardPeriod {
  const named = (name: string) => search.get(name) ?? '';
  const kind = PERIODS.find((one) => one === named('period')) ?? 'week';
  if (kind === 'custom') {
    const range = { from: named('from'), to: named('to') };
    if (rangeProblem(range, MAX_RANGE_DAYS) === null) return { kind, ...range };
  } else if (isDay(named('date')) && named('date') <= today) {
    return containing(kind, named('date'));
  }
  return latestPeriod(kind, today);
}

/** What stands for the period in an address; the latest one is named without dates. */
export function searchOf(period: BoardPeriod, today: string): Record<string, string> {
  const { kind } = period;
  const latest = latestPeriod(kind, today);
  if (period.from !== latest.from || period.to !== latest.to) return queryOf(period);
  return kind === 'week' ? {} : { period: kind };
}

/** What asks the API for the period. */
export function queryOf({ kind, from, to }: BoardPeriod) {
  return kind === 'custom' ? { period: kind, from, to } : { period: kind, date: from };
}
