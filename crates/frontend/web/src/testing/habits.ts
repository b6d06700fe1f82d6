import type { Habit, HabitVersion, HistoryEntry } from '@/api/types';
import { addDays } from '@/lib/dates';

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** A habit as the server sends it; tests override only the relevant fields. */
export function aHabit(given: Partial<Habit> = {}): Habit {
  return {
    id: 'habit',
    name: 'Reading',
    category: 'learning',
    quadrant: 'Q2',
    direction: 'at_least',
    measure: 'minutes',
    unit: null,
    target: 60,
    weekendTarget: null,
    schedule: [...WEEK],
    timesPerWeek: null,
    skillLevel: null,
    group: null,
    archivedOn: null,
    startsOn: '2000-01-01',
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-01-01T00:00:00Z',
    ...given,
  };
}

/** Versions of a habit: each changes the one before it, from its date on. */
export function versionsOf(
  first: Partial<HabitVersion>,
  ...changes: readonly (Partial<HabitVersion> & { from: string })[]
): HabitVersion[] {
  const versions: HabitVersion[] = [
    {
      from: '2000-01-01',
      to: null,
      active: true,
      category: 'learning',
      quadrant: 'Q2',
      direction: 'at_least',
      measure: 'minutes',
      unit: null,
      target: 60,
      weekendTarget: null,
      schedule: [...WEEK],
      timesPerWeek: null,
      ...first,
    },
  ];
  for (const change of changes) {
    const before = versions.at(-1);
    if (!before) break;
    before.to = addDays(change.from, -1);
    versions.push({ ...before, to: null, ...change });
  }
  return versions;
}

export function aHistoryEntry(given: Partial<HistoryEntry> & { date: string }): HistoryEntry {
  return {
    exception: null,
    measure: 'minutes',
    amount: 60,
    quality: null,
    note: null,
    target: 60,
    completion: 1,
    streak: 0,
    ...given,
  };
}
