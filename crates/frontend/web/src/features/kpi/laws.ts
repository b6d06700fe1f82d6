import type { Day, FocusSession, Law, Task, Term } from '@/api/types';

const LAW_GROUPS = [
  'habits',
  'tasks',
  'focus',
  'streaks',
] as const satisfies readonly Law['group'][];

/** A law on a day: its rule, and its term if it gave or took points. */
export interface LawOfDay {
  law: Law;
  term: Term | undefined;
}

export interface LawGroupOfDay {
  group: Law['group'];
  /** The sum of its laws' points, and the most that they can give. */
  points: number;
  most: number;
  /** The laws that gave or took points, and those that could and did neither. */
  fired: readonly LawOfDay[];
  rest: readonly LawOfDay[];
}

export function groupLaws(laws: readonly Law[], terms: readonly Term[]): LawGroupOfDay[] {
  const ofDay = laws.map((law) => ({ law, term: terms.find(({ code }) => code === law.code) }));
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  return LAW_GROUPS.map((group) => {
    const own = ofDay.filter(({ law }) => law.group === group);
    return {
      group,
      points: sum(own.map(({ term }) => term?.points ?? 0)),
      most: sum(own.map(({ law }) => law.maxPoints)),
      fired: own.filter(({ term }) => term),
      rest: own.filter(({ term }) => !term),
    };
  });
}

export interface MeasuredTask {
  title: string;
  actual: number;
  estimate: number;
}

/** The completed tasks with an estimate and the time spent, which the laws of planning compare. */
export function measuredTasks(tasks: readonly Task[]): MeasuredTask[] {
  return tasks.flatMap(({ completed, title, actualMinutes: actual, estimatedMinutes: estimate }) =>
    completed && actual !== null && estimate ? [{ title, actual, estimate }] : [],
  );
}

/** What a day has of what the laws look at. */
export interface LawFigures {
  /** Completed tasks, their minutes, and the part of those that high priority has, in percent. */
  completed: number;
  completedMinutes: number;
  highPercent: number;
  /** Completed tasks of 25 minutes or more. */
  blocks: number;
  /** Uninterrupted focus sessions of 25 to 50 minutes, and the longest uninterrupted one. */
  pomodoros: number;
  longestSession: number;
  /** Scheduled habits that are done. */
  done: number;
  longestStreak: number;
  minutes: number;
  q2Percent: number;
  /** Minutes of the targets, in percent; null if either is not scheduled. */
  balance: { career: number; recovery: number } | null;
}

const BLOCK_MINUTES = 25;
const LONGEST_POMODORO_MINUTES = 50;
const DONE = 0.8;

export function lawFigures(
  { entries, tasks }: Pick<Day, 'entries' | 'tasks'>,
  sessions: readonly FocusSession[] = [],
): LawFigures {
  const focused = sessions.flatMap(({ minutes, interrupted }) =>
    minutes === null || interrupted ? [] : [minutes],
  );
  const completed = tasks.filter((task) => task.completed);
  const high = completed.filter(({ priority }) => priority === 'high');
  // Rules that speak of minutes take the habits that are measured in minutes.
  const timed = entries.filter(({ measure }) => measure === 'minutes');
  const spent = [
    ...timed.map(({ quadrant, amount }) => ({ quadrant, minutes: amount ?? 0 })),
    ...tasks.map(({ quadrant, actualMinutes }) => ({ quadrant, minutes: actualMinutes ?? 0 })),
  ];
  const scheduled = entries.filter(({ target }) => target !== null);
  const planned = scheduled.filter(({ measure }) => measure === 'minutes');
  const career = againstTarget(planned.filter(({ category }) => category === 'career'));
  const recovery = againstTarget(
    planned.filter(
      ({ category, direction }) => category === 'recovery' && direction === 'at_least',
    ),
  );
  const minutes = total(spent.map((one) => one.minutes));
  const completedMinutes = total(completed.map(({ actualMinutes }) => actualMinutes ?? 0));
  return {
    completed: completed.length,
    completedMinutes,
    highPercent: percent(
      total(high.map(({ actualMinutes }) => actualMinutes ?? 0)),
      completedMinutes,
    ),
    blocks: completed.filter(({ actualMinutes }) => (actualMinutes ?? 0) >= BLOCK_MINUTES).length,
    pomodoros: focused.filter(
      (length) => length >= BLOCK_MINUTES && length <= LONGEST_POMODORO_MINUTES,
    ).length,
    longestSession: Math.max(0, ...focused),
    done: scheduled.filter(({ completion }) => (completion ?? 0) >= DONE).length,
    longestStreak: Math.max(0, ...entries.map(({ streak }) => streak)),
    minutes,
    q2Percent: percent(
      total(spent.filter(({ quadrant }) => quadrant === 'Q2').map((one) => one.minutes)),
      minutes,
    ),
    balance: career === null || recovery === null ? null : { career, recovery },
  };
}

function againstTarget(entries: readonly Day['entries'][number][]): number | null {
  if (entries.length === 0) return null;
  return percent(
    total(entries.map(({ amount }) => amount ?? 0)),
    total(entries.map(({ target }) => target ?? 0)),
  );
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}

function percent(part: number, of: number): number {
  return of === 0 ? 0 : (100 * part) / of;
}
