import type { Day, DayInput, Priority, Quadrant, Task } from '@/api/types';

/** The editable part of a day. */
export interface DayDraft {
  entries: Readonly<Record<string, DraftEntry>>;
  tasks: readonly DraftTask[];
}

export interface DraftEntry {
  minutes: number | null;
  quality: number | null;
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

export const MOST_TASKS = 5;
export const NO_ENTRY: DraftEntry = { minutes: null, quality: null };

export function newTask(): DraftTask {
  return {
    key: crypto.randomUUID(),
    id: null,
    title: '',
    priority: 'medium',
    quadrant: 'Q2',
    estimatedMinutes: null,
    actualMinutes: null,
    completed: false,
  };
}

/** A draft without edits; `keyOf` returns the keys of tasks that are already on screen. */
export function draftOf(day: Day, keyOf: (task: Task, index: number) => string): DayDraft {
  return {
    entries: Object.fromEntries(
      day.entries.map(({ habitId, minutes, quality }) => [habitId, { minutes, quality }]),
    ),
    tasks: day.tasks.map((task, index) => ({ ...task, key: keyOf(task, index) })),
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
      .filter(([, { minutes, quality }]) => minutes !== null || quality !== null)
      .map(([habitId, entry]) => ({ habitId, ...entry })),
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
  };
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
