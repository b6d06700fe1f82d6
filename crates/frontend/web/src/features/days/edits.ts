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

/** Undoes a removal: inserts the task at its old position. */
export function restoreTask(task: DraftTask, index: number): Edit {
  return (draft) => ({ ...draft, tasks: draft.tasks.toSpliced(index, 0, task) });
}
