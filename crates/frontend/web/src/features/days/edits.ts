import type { Entry } from '@/api/types';
import { stepMinutes } from '@/lib/minutes';
import { type DayDraft, type DraftEntry, type DraftTask, MOST_TASKS, NO_ENTRY } from './draft';

/** Edits of a draft, each a function from the old to the new draft. */
export type Edit = (draft: DayDraft) => DayDraft;

export function changeEntry(
  habitId: string,
  change: (entry: DraftEntry) => Partial<DraftEntry>,
): Edit {
  return (draft) => {
    const entry = draft.entries[habitId] ?? NO_ENTRY;
    return { ...draft, entries: { ...draft.entries, [habitId]: { ...entry, ...change(entry) } } };
  };
}

/** The next step of an entry; one below zero leaves no entry. */
export function stepEntry(habitId: string, step: number, direction: 1 | -1): Edit {
  return changeEntry(habitId, (entry) =>
    direction === -1 && entry.minutes === 0
      ? NO_ENTRY
      : { minutes: stepMinutes(entry.minutes, step, direction) },
  );
}

/** Undoes the clearing of an entry; what was entered since then stays. */
export function restoreEntry(habitId: string, cleared: DraftEntry): Edit {
  return changeEntry(habitId, ({ minutes, quality }) => ({
    minutes: minutes ?? cleared.minutes,
    quality: quality ?? cleared.quality,
  }));
}

/** The targets of the habits that have no value yet, by habit. */
export function targetsLeft(
  entries: readonly Entry[],
  draft: DayDraft,
): ReadonlyMap<string, number> {
  return new Map(
    entries.flatMap(({ habitId, targetMinutes }) =>
      targetMinutes !== null && (draft.entries[habitId] ?? NO_ENTRY).minutes === null
        ? [[habitId, targetMinutes] as const]
        : [],
    ),
  );
}

/** Enters these minutes where there are none. */
export function enterMinutes(minutes: ReadonlyMap<string, number>): Edit {
  return changeEntries(minutes, (entry, entered) =>
    entry.minutes === null ? { ...entry, minutes: entered } : entry,
  );
}

/** Undoes `enterMinutes`; what was changed since then stays. */
export function removeMinutes(minutes: ReadonlyMap<string, number>): Edit {
  return changeEntries(minutes, (entry, entered) =>
    entry.minutes === entered ? { ...entry, minutes: null } : entry,
  );
}

function changeEntries(
  minutes: ReadonlyMap<string, number>,
  change: (entry: DraftEntry, minutes: number) => DraftEntry,
): Edit {
  return (draft) => {
    const entries = { ...draft.entries };
    for (const [habitId, entered] of minutes) {
      entries[habitId] = change(entries[habitId] ?? NO_ENTRY, entered);
    }
    return { ...draft, entries };
  };
}

export function addTask(task: DraftTask): Edit {
  return (draft) =>
    draft.tasks.length < MOST_TASKS ? { ...draft, tasks: [...draft.tasks, task] } : draft;
}

export function changeTask(key: string, change: (task: DraftTask) => Partial<DraftTask>): Edit {
  return (draft) => ({
    ...draft,
    tasks: draft.tasks.map((task) => (task.key === key ? { ...task, ...change(task) } : task)),
  });
}

export function removeTask(key: string): Edit {
  return (draft) => ({ ...draft, tasks: draft.tasks.filter((task) => task.key !== key) });
}

/** Takes all entries and tasks off the day. */
export const clearDay: Edit = (draft) => ({
  entries: Object.fromEntries(Object.keys(draft.entries).map((habitId) => [habitId, NO_ENTRY])),
  tasks: [],
});

/** Undoes `clearDay`; what was entered since then stays. */
export function restoreDay(cleared: DayDraft): Edit {
  return (draft) => {
    const entries = { ...draft.entries };
    for (const [habitId, entry] of Object.entries(cleared.entries)) {
      const { minutes, quality } = entries[habitId] ?? NO_ENTRY;
      entries[habitId] = {
        minutes: minutes ?? entry.minutes,
        quality: quality ?? entry.quality,
      };
    }
    return { entries, tasks: [...cleared.tasks.filter(isMissingIn(draft)), ...draft.tasks] };
  };
}

/** Whether there is anything on the day. */
export function isClear({ entries, tasks }: DayDraft): boolean {
  const entered = Object.values(entries).some(
    ({ minutes, quality }) => minutes !== null || quality !== null,
  );
  return !entered && tasks.length === 0;
}

/** Undoes a removal: inserts the task at its old position, unless a merge has brought it back. */
export function restoreTask(task: DraftTask, index: number): Edit {
  return (draft) =>
    isMissingIn(draft)(task) ? { ...draft, tasks: draft.tasks.toSpliced(index, 0, task) } : draft;
}

function isMissingIn({ tasks }: DayDraft): (task: DraftTask) => boolean {
  return ({ id, key }) =>
    !tasks.some((task) => task.key === key || (id !== null && task.id === id));
}
