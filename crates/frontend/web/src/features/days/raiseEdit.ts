import type { Day, Raise } from '@/api/types';
import { MAX_MINUTES } from '@/lib/minutes';
import type { DayDraft } from './draft';
import { changeEntry, changeTask, type Edit } from './edits';

/** What pressing a suggestion does: an edit, or the field where the user goes on. */
export type RaiseStep = { edit: Edit } | { field: string };

export const minutesFieldId = (habitId: string): string => `minutes-${habitId}`;
export const estimateFieldId = (taskKey: string): string => `estimate-${taskKey}`;

/**
 * The step of a suggestion on the draft it was made for. An estimate and a focus session are the
 * user's own to give: for those the right field is shown instead of a figure being made up.
 */
export function raiseStep(raise: Raise, day: Day, draft: DayDraft): RaiseStep | null {
  const { habitId, taskIndex, minutes } = raise;
  if (habitId) {
    if (raise.code !== 'log_habit' || !minutes) return { field: minutesFieldId(habitId) };
    return {
      edit: changeEntry(habitId, (entry) => ({
        minutes: Math.min(MAX_MINUTES, (entry.minutes ?? 0) + minutes),
      })),
    };
  }
  const id = typeof taskIndex === 'number' ? day.tasks[taskIndex]?.id : undefined;
  const task = draft.tasks.find((candidate) => candidate.id === id);
  if (!id || !task) return null;
  if (raise.code !== 'complete_task') return { field: estimateFieldId(task.key) };
  return {
    edit: changeTask(task.key, ({ actualMinutes }) => ({
      completed: true,
      ...(minutes ? { actualMinutes: Math.min(MAX_MINUTES, (actualMinutes ?? 0) + minutes) } : {}),
    })),
  };
}
