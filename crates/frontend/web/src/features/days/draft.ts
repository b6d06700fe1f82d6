import type { Day, DayInput, Priority, Quadrant, Task } from '@/api/types';
import { localId } from '@/lib/localId';

/** The editable part of a day. */
export interface DayDraft {
  entries: Readonly<Record<string, DraftEntry>>;
  tasks: readonly DraftTask[];
  /** The note of the day. */
  note: string | null;
}

export interface DraftEntry {
  /** In the habit's measure. */
  amount: number | null;
  quality: number | null;
  note: string | null;
}

export interface DraftTask {
  /** A stable key for rendering, also after the server has assigned an id. */
  key: string;
  /** The server's id; null for a task that is not saved yet. */
  id: string | null;
  title: string;
  priority: Priority;
  quadrant: Quadrant;
  estimatedMinutes: number | null;
  actualMinutes: number | null;
  completed: boolean;
}

export const MAX_TASKS = 5;
/** The ratings of an entry. */
export const QUALITIES: readonly number[] = [1, 2, 3, 4, 5];
export const NO_ENTRY: DraftEntry = { amount: null, quality: null, note: null };

export function newTask(): DraftTask {
  return {
    key: localId(),
    id: null,
    title: '',
    priority: 'medium',
    quadrant: 'Q2',
    estimatedMinutes: null,
    actualMinutes: null,
    completed: false,
  };
}

const TASK_FIELDS = [
  'title',
  'priority',
  'quadrant',
  'estimatedMinutes',
  'actualMinutes',
  'completed',
] as const;

/** One value of a draft that the user edits. */
export type FieldRef =
  | { of: 'day'; id: ''; field: 'note' }
  | { of: 'entry'; id: string; field: keyof DraftEntry }
  | { of: 'task'; id: string; field: (typeof TASK_FIELDS)[number] };

const DAY_NOTE: FieldRef = { of: 'day', id: '', field: 'note' };

export type FieldValue = string | number | boolean | null;

export function fieldsOf(draft: DayDraft): FieldRef[] {
  const ofEntry = (id: string) =>
    (['amount', 'quality', 'note'] as const).map((field) => ({ of: 'entry' as const, id, field }));
  const ofTask = ({ key }: DraftTask) =>
    TASK_FIELDS.map((field) => ({ of: 'task' as const, id: key, field }));
  return [...Object.keys(draft.entries).flatMap(ofEntry), ...draft.tasks.flatMap(ofTask), DAY_NOTE];
}

/** Undefined if the draft has no such habit or task. */
export function valueOf(draft: DayDraft, ref: FieldRef): FieldValue | undefined {
  if (ref.of === 'day') return draft.note;
  return ref.of === 'entry'
    ? draft.entries[ref.id]?.[ref.field]
    : draft.tasks.find(({ key }) => key === ref.id)?.[ref.field];
}

/** The draft with another value in a field that it has. */
export function withValue(
  draft: DayDraft,
  { of, id, field }: FieldRef,
  value: FieldValue,
): DayDraft {
  if (of === 'day') return { ...draft, note: typeof value === 'string' ? value : null };
  if (of === 'task') {
    const tasks = draft.tasks.map((task) => (task.key === id ? { ...task, [field]: value } : task));
    return { ...draft, tasks };
  }
  const entry = draft.entries[id];
  if (!entry) return draft;
  return { ...draft, entries: { ...draft.entries, [id]: { ...entry, [field]: value } } };
}

/** The server trims texts. */
export function sameValue(one: FieldValue | undefined, other: FieldValue | undefined): boolean {
  return typeof one === 'string' && typeof other === 'string'
    ? one.trim() === other.trim()
    : one === other;
}

export function sameTask(one: DraftTask, other: DraftTask): boolean {
  return TASK_FIELDS.every((field) => sameValue(one[field], other[field]));
}

/** A draft without edits; `keyOf` returns the keys of tasks that are already on screen. */
export function draftOf(day: Day, keyOf: (task: Task, index: number) => string): DayDraft {
  return {
    entries: Object.fromEntries(
      day.entries.map(({ habitId, amount, quality, note }) => [habitId, { amount, quality, note }]),
    ),
    tasks: day.tasks.map((task, index) => ({ ...task, key: keyOf(task, index) })),
    note: day.note,
  };
}

/**
 * The request body for a draft. A task is sent with its id only if the server has it, so that an
 * undone removal creates it again. A new task without a title is not sent; one whose title is empty
 * while being edited is sent with its old title.
 */
export function bodyOf(draft: DayDraft, base: DayDraft): DayInput {
  const known = new Map(base.tasks.map((task) => [task.id, task]));
  return {
    entries: Object.entries(draft.entries)
      .map(([habitId, entry]) => ({ habitId, ...entry, note: sentNote(entry.note) }))
      .filter(({ amount, quality, note }) => amount !== null || quality !== null || note !== null),
    tasks: draft.tasks.flatMap((task) => {
      const before = task.id === null ? undefined : known.get(task.id);
      const title = task.title.trim() || before?.title;
      if (!title) return [];
      const { priority, quadrant, estimatedMinutes, actualMinutes, completed } = task;
      return [
        {
          ...(before && task.id !== null ? { id: task.id } : {}),
          title,
          priority,
          quadrant,
          estimatedMinutes,
          actualMinutes,
          completed,
        },
      ];
    }),
    note: sentNote(draft.note),
  };
}

function sentNote(note: string | null): string | null {
  const text = note?.trim() ?? '';
  return text === '' ? null : text;
}

/** Whether the draft has unsaved changes. */
export function differs(draft: DayDraft, base: DayDraft): boolean {
  return (
    JSON.stringify(ordered(bodyOf(draft, base))) !== JSON.stringify(ordered(bodyOf(base, base)))
  );
}

function ordered(body: DayInput): DayInput {
  const entries = [...body.entries].sort((a, b) => (a.habitId < b.habitId ? -1 : 1));
  return { ...body, entries };
}
