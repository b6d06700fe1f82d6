import type { Day, Suggestion } from '@/api/types';
import { MAX_MINUTES } from '@/lib/minutes';
import { MOST_AMOUNT } from '@/lib/useAmountFormat';
import type { DayDraft } from './draft';
import { changeEntry, changeTask, type Edit } from './edits';

/** The effect of pressing a suggestion: an edit, or a field to focus. */
export type SuggestionStep = { edit: Edit } | { field: string };

export const amountFieldId = (habitId: string): string => `amount-${habitId}`;
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
  const { habitId, taskIndex, amount } = suggestion;
  if (suggestion.code === 'add_task') return { field: addTaskFieldId };
  if (habitId) {
    const entry = day.entries.find((candidate) => candidate.habitId === habitId);
    if (suggestion.code !== 'log_habit' || !amount || !entry) {
      return { field: amountFieldId(habitId) };
    }
    const most = MOST_AMOUNT[entry.measure];
    return {
      edit: changeEntry(habitId, (entered) => ({
        amount: Math.min(most, (entered.amount ?? 0) + amount),
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
      ...(amount ? { actualMinutes: Math.min(MAX_MINUTES, (actualMinutes ?? 0) + amount) } : {}),
    })),
  };
}
