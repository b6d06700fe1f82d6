import { type DayDraft, type DraftTask, NO_ENTRY, sameTask } from './draft';

/**
 * Three-way merge of a day: fields that `mine` changed against `base` are kept, all others are those
 * of `theirs`.
 */
export function merge(base: DayDraft, mine: DayDraft, theirs: DayDraft): DayDraft {
  return {
    entries: mergeEntries(base, mine, theirs),
    tasks: mergeTasks(base, mine, theirs),
    note: mergeText(base.note, mine.note, theirs.note),
  };
}

function pick<T>(base: T, mine: T, theirs: T): T {
  return mine === base ? theirs : mine;
}

function mergeEntries(base: DayDraft, mine: DayDraft, theirs: DayDraft): DayDraft['entries'] {
  // Habits that `theirs` no longer contains are dropped, with their edits.
  return Object.fromEntries(
    Object.entries(theirs.entries).map(([habitId, their]) => {
      const from = base.entries[habitId] ?? NO_ENTRY;
      const my = mine.entries[habitId] ?? from;
      const amount = pick(from.amount, my.amount, their.amount);
      const quality = pick(from.quality, my.quality, their.quality);
      const note = mergeText(from.note, my.note, their.note);
      return [habitId, { amount, quality, note }];
    }),
  );
}

function mergeTask(base: DraftTask, mine: DraftTask, theirs: DraftTask): DraftTask {
  return {
    key: mine.key,
    id: theirs.id,
    title: mergeText(base.title, mine.title, theirs.title),
    priority: pick(base.priority, mine.priority, theirs.priority),
    quadrant: pick(base.quadrant, mine.quadrant, theirs.quadrant),
    estimatedMinutes: pick(base.estimatedMinutes, mine.estimatedMinutes, theirs.estimatedMinutes),
    actualMinutes: pick(base.actualMinutes, mine.actualMinutes, theirs.actualMinutes),
    completed: pick(base.completed, mine.completed, theirs.completed),
  };
}

/** The server trims texts; its copy would remove a trailing space while the user is typing. */
function mergeText<T extends string | null>(base: T, mine: T, theirs: T): T {
  if (mine !== null && mine.trim() === (theirs ?? '')) return mine;
  return pick(base, mine, theirs);
}

function mergeTasks(base: DayDraft, mine: DayDraft, theirs: DayDraft): readonly DraftTask[] {
  const before = new Map(base.tasks.map((task) => [task.key, task]));
  const left = new Map(theirs.tasks.map((task) => [task.key, task]));

  const kept = mine.tasks.flatMap((task): DraftTask[] => {
    const from = before.get(task.key);
    const their = left.get(task.key);
    if (their) {
      left.delete(task.key);
      return [mergeTask(from ?? their, task, their)];
    }
    if (!from) {
      // A save whose response was lost may have created the task: use its id.
      const twin = [...left.values()].find(
        ({ key, title }) => title !== '' && !before.has(key) && title === task.title.trim(),
      );
      if (!twin) return [task];
      left.delete(twin.key);
      return [{ ...task, id: twin.id }];
    }
    // Removed elsewhere: kept only if it was edited here.
    return sameTask(task, from) ? [] : [{ ...task, id: null }];
  });

  // Removed here: kept only if it was edited elsewhere.
  const added = [...left.values()].filter((task) => {
    const from = before.get(task.key);
    return !from || !sameTask(task, from);
  });
  return [...kept, ...added];
}
