import type { Day, Entry, FocusSession, Law, Task } from '@/api/types';

/** An entry as the server sends it; tests override only the relevant fields. */
export function anEntry(given: Partial<Entry> & { habitId: string }): Entry {
  return {
    name: given.habitId,
    group: null,
    category: 'skills',
    quadrant: 'Q2',
    direction: 'at_least',
    measure: 'minutes',
    unit: null,
    scheduled: true,
    target: 60,
    amount: null,
    quality: null,
    note: null,
    completion: 0,
    streak: 0,
    streakBefore: 0,
    week: null,
    ...given,
  };
}

export function aTask(given: Partial<Task> & { id: string }): Task {
  return {
    title: given.id,
    priority: 'medium',
    quadrant: 'Q2',
    estimatedMinutes: null,
    actualMinutes: null,
    completed: false,
    ...given,
  };
}

export function aDay(given: Partial<Day> = {}): Day {
  return {
    date: '2026-03-03',
    saved: true,
    exception: null,
    entries: [anEntry({ habitId: 'reading' }), anEntry({ habitId: 'work' })],
    tasks: [],
    note: null,
    kpi: 50,
    plausible: true,
    explanation: null,
    ...given,
  };
}

/** A law as the server describes it. */
export function aLaw(given: Partial<Law> = {}): Law {
  return {
    code: 'pareto',
    group: 'tasks',
    minPoints: 0,
    maxPoints: 5,
    rule: 'The rule.',
    source: 'The source.',
    ...given,
  };
}

/** A focus session that has ended. */
export function aFocusSession(given: Partial<FocusSession> = {}): FocusSession {
  return {
    id: 'session',
    habitId: 'reading',
    taskId: null,
    name: 'Reading',
    date: '2026-03-03',
    startedAt: '2026-03-03T10:00:00Z',
    plannedMinutes: 25,
    deadline: '2026-03-03T10:25:00Z',
    endedAt: '2026-03-03T10:25:00Z',
    minutes: 25,
    countedMinutes: 25,
    interrupted: false,
    stopped: false,
    ...given,
  };
}
