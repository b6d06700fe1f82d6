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
      const { amount, quality, note } = entries[habitId] ?? NO_ENTRY;
      entries[habitId] = {
        amount: amount ?? entry.amount,
        quality: quality ?? entry.quality,
        note: note ?? entry.note,
      };
    }
    return { entries, tasks: [...cleared.tasks, ...draft.tasks] };
  };
}

/** Whether there is anything on the day. */
export function isClear({ entries, tasks }: DayDraft): boolean {
  const entered = Object.values(entries).some(
    ({ amount, quality, note }) => amount !== null || quality !== null || note !== null,
  );
  return !entered && tasks.length === 0;
}

/** Undoes a removal: inserts the task at its old position. */
export function restoreTask(task: DraftTask, index: number): Edit {
  return (draft) => ({ ...draft, tasks: draft.tasks.toSpliced(index, 0, task) });
}
