import type { Entry } from '@/api/types';
import { stepMinutes } from '@/lib/minutes';
import { MAX_AMOUNT } from '@/lib/measures';
import { type DayDraft, type DraftEntry, type DraftTask, MAX_TASKS, NO_ENTRY } from './draft';
import { stepOf } from './progress';

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

/** An entry that is cleared keeps its note. */
export const NO_AMOUNT = { amount: null, quality: null } as const;

/** The next step of an entry, within its measure. */
export function stepEntry(entry: Entry, direction: 1 | -1): Edit {
  const most = MAX_AMOUNT[entry.measure];
  return changeEntry(entry.habitId, ({ amount }) => ({
    amount: stepMinutes(amount, stepOf(entry), direction, most),
  }));
}

/** Undoes the clearing of an entry; what was entered since then stays. */
export function restoreEntry(habitId: string, cleared: DraftEntry): Edit {
  return changeEntry(habitId, (entry) => filled(entry, cleared));
}

/** The targets of the scheduled habits that have no amount yet, by habit. */
export function targetsLeft(
  entries: readonly Entry[],
  draft: DayDraft,
): ReadonlyMap<string, number> {
  return new Map(
    entries.flatMap(({ habitId, target }) =>
      target !== null && (draft.entries[habitId] ?? NO_ENTRY).amount === null
        ? [[habitId, target] as const]
        : [],
    ),
  );
}

/** Enters these amounts where there are none. */
export function enterAmounts(amounts: ReadonlyMap<string, number>): Edit {
  return changeEntries(amounts, (entry, entered) =>
    entry.amount === null ? { ...entry, amount: entered } : entry,
  );
}

/** Undoes `enterAmounts`; what was changed since then stays. */
export function removeAmounts(amounts: ReadonlyMap<string, number>): Edit {
  return changeEntries(amounts, (entry, entered) =>
    entry.amount === entered ? { ...entry, amount: null } : entry,
  );
}

function changeEntries(
  amounts: ReadonlyMap<string, number>,
  change: (entry: DraftEntry, amount: number) => DraftEntry,
): Edit {
  return (draft) => {
    const entries = { ...draft.entries };
    for (const [habitId, entered] of amounts) {
      entries[habitId] = change(entries[habitId] ?? NO_ENTRY, entered);
    }
    return { ...draft, entries };
  };
}

/** The entry with what `other` has and it has not. */
function filled(entry: DraftEntry, other: DraftEntry): DraftEntry {
  return {
    amount: entry.amount ?? other.amount,
    quality: entry.quality ?? other.quality,
    note: entry.note ?? other.note,
  };
}

export function addTask(task: DraftTask): Edit {
  return (draft) =>
    draft.tasks.length < MAX_TASKS ? { ...draft, tasks: [...draft.tasks, task] } : draft;
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

/** Changes the note of the day; an empty text is none. */
export function changeNote(text: string): Edit {
  return (draft) => ({ ...draft, note: text === '' ? null : text });
}

/** Takes all entries and tasks and the note off the day. */
export const clearDay: Edit = (draft) => ({
  entries: Object.fromEntries(Object.keys(draft.entries).map((habitId) => [habitId, NO_ENTRY])),
  tasks: [],
  note: null,
});

/** Undoes `clearDay`; what was entered since then stays. */
export function restoreDay(cleared: DayDraft): Edit {
  return (draft) => {
    const entries = { ...draft.entries };
    for (const [habitId, entry] of Object.entries(cleared.entries)) {
      entries[habitId] = filled(entries[habitId] ?? NO_ENTRY, entry);
    }
    return {
      entries,
      note: draft.note ?? cleared.note,
      tasks: [...cleared.tasks.filter(isMissingIn(draft)), ...draft.tasks],
    };
  };
}

/** Whether the day has no entries, no tasks and no note. */
export function isClear({ entries, tasks, note: noteOfDay }: DayDraft): boolean {
  const entered = Object.values(entries).some(
    ({ amount, quality, note }) => amount !== null || quality !== null || note !== null,
  );
  return !entered && tasks.length === 0 && noteOfDay === null;
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
