import type { Day, Suggestion } from '@/api/types';
import { MAX_MINUTES } from '@/lib/minutes';
import type { DayDraft } from './draft';
import { changeEntry, changeTask, type Edit } from './edits';

/** The effect of pressing a suggestion: an edit, or a field to focus. */
export type SuggestionStep = { edit: Edit } | { field: string };

export const minutesFieldId = (habitId: string): string => `minutes-${habitId}`;
export const addTaskFieldId = 'add-task';
export const estimateFieldId = (taskKey: string): string => `estimate-${taskKey}`;

/**
 * The step of a suggestion on the current draft. Only the user can provide an estimate or a focus
 * session or name another task: for those the field gets the focus, and no value is entered.
 */
export function suggestionStep(
  suggestion: Suggestion,
  day: Day,
  draft: DayDraft,
): SuggestionStep | null {
  const { habitId, taskIndex, minutes } = suggestion;
  if (suggestion.code === 'add_task') return { field: addTaskFieldId };
  if (habitId) {
    if (suggestion.code !== 'log_habit' || !minutes) return { field: minutesFieldId(habitId) };
    return {
      edit: changeEntry(habitId, (entry) => ({
        minutes: Math.min(MAX_MINUTES, (entry.minutes ?? 0) + minutes),
      })),
    };
  }
  const id = typeof taskIndex === 'number' ? day.tasks[taskIndex]?.id : undefined;
  const task = draft.tasks.find((candidate) => candidate.id === id);
  if (!id || !task) return null;
  if (suggestion.code !== 'complete_task') return { field: estimateFieldId(task.key) };
  return {
    edit: changeTask(task.key, ({ actualMinutes }) => ({
      completed: true,
      ...(minutes ? { actualMinutes: Math.min(MAX_MINUTES, (actualMinutes ?? 0) + minutes) } : {}),
    })),
  };
}
