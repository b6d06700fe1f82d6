import type { ExceptionKind, HabitVersion, HistoryEntry } from '@/api/types';
import { addDays, dateOf, FIRST_DAY, weekdayIndex } from '@/lib/dates';
import { WEEKDAYS } from './habitForm';

export interface DateRange {
  from: string;
  to: string;
}

const WEEK_DAYS = 7;
/** From this completion on a habit is done. */
const DONE = 0.8;

const mondayOf = (date: string) => addDays(date, -weekdayIndex(date));

/** A year with the whole of its first and last week. */
export function rangeOfYear(year: number): DateRange {
  const from = mondayOf(dateOf(year, 1, 1));
  return {
    from: from < FIRST_DAY ? FIRST_DAY : from,
    to: addDays(mondayOf(dateOf(year, 12, 31)), WEEK_DAYS - 1),
  };
}

export function versionOn(versions: readonly HabitVersion[], date: string): HabitVersion | null {
  return versions.findLast(({ from }) => from <= date) ?? null;
}

/** The target of a date: null where the habit is archived, or not scheduled by weekdays. */
function targetOn(version: HabitVersion | null, date: string): number | null {
  if (!version?.active || version.timesPerWeek !== null) return null;
  const weekday = weekdayIndex(date);
  const name = WEEKDAYS[weekday];
  if (name === undefined || !version.schedule.includes(name)) return null;
  return weekday >= 5 ? (version.weekendTarget ?? version.target) : version.target;
}

/** How a habit went on a day; `open` without a record. */
export type DayState = 'unscheduled' | 'open' | 'missed' | 'partly' | 'done' | 'more';

export interface HabitDay {
  date: string;
  entry: HistoryEntry | undefined;
  exception: ExceptionKind | undefined;
  state: DayState;
}

function stateOf(completion: number | null): DayState {
  if (completion === null) return 'unscheduled';
  if (completion > 1) return 'more';
  if (completion >= DONE) return 'done';
  return completion > 0 ? 'partly' : 'missed';
}

/** Looks up days of a habit. */
export function habitDays(
  entries: readonly HistoryEntry[],
  versions: readonly HabitVersion[],
  exceptions: ReadonlyMap<string, ExceptionKind>,
): (date: string) => HabitDay {
  const byDate = new Map(entries.map((entry) => [entry.date, entry]));
  return (date) => {
    const entry = byDate.get(date);
    const isScheduled = targetOn(versionOn(versions, date), date) !== null;
    return {
      date,
      entry,
      exception: exceptions.get(date),
      state: entry ? stateOf(entry.completion) : isScheduled ? 'open' : 'unscheduled',
    };
  };
}

export interface HabitWeek {
  /** Its Monday. */
  from: string;
  /** The sum of the amounts in the measure of today. */
  amount: number;
  /** What the versions of its days ask for together; 0 if nothing. */
  target: number;
}

function weekTarget(versions: readonly HabitVersion[], monday: string, measure: string): number {
  const days = Array.from({ length: WEEK_DAYS }, (_, day) => addDays(monday, day));
  const last = versionOn(versions, addDays(monday, WEEK_DAYS - 1));
  if (last?.measure !== measure) return 0;
  // Which days are due is not known before the week is over.
  if (last.timesPerWeek !== null) return last.active ? last.timesPerWeek * last.target : 0;
  return days.reduce((sum, date) => {
    const version = versionOn(versions, date);
    return sum + (version?.measure === measure ? (targetOn(version, date) ?? 0) : 0);
  }, 0);
}

/** The weeks of a range that have begun, in the measure of the last version. */
export function weeksOf(
  { from, to }: DateRange,
  today: string,
  entries: readonly HistoryEntry[],
  versions: readonly HabitVersion[],
): readonly HabitWeek[] {
  const measure = versions.at(-1)?.measure ?? 'minutes';
  const amounts = new Map<string, number>();
  for (const entry of entries) {
    if (entry.measure !== measure) continue;
    const monday = mondayOf(entry.date);
    amounts.set(monday, (amounts.get(monday) ?? 0) + (entry.amount ?? 0));
  }
  const weeks: HabitWeek[] = [];
  const end = to < today ? to : today;
  for (let monday = mondayOf(from); monday <= end; monday = addDays(monday, WEEK_DAYS)) {
    weeks.push({
      from: monday,
      amount: amounts.get(monday) ?? 0,
      target: weekTarget(versions, monday, measure),
    });
  }
  return weeks;
}
