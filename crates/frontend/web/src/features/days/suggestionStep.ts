import type { Day, Suggestion } from '@/api/types';
import { MAX_AMOUNT } from '@/lib/measures';
import type { DayDraft } from './draft';

/** An amount that a suggestion proposes for a habit; it is not entered before the user says so. */
export interface Proposal {
  habitId: string;
  amount: number;
}

/** The effect of pressing a suggestion: the field that gets the focus, with what it proposes. */
export interface SuggestionStep {
  field: string;
  proposal?: Proposal;
}

export const amountFieldId = (habitId: string): string => `amount-${habitId}`;
export const addTaskFieldId = 'add-task';
export const taskDoneId = (taskKey: string): string => `done-${taskKey}`;
export const estimateFieldId = (taskKey: string): string => `estimate-${taskKey}`;

/**
 * The step of a suggestion on the current draft. It leads to the place where the deed is entered and
 * enters nothing itself, since only the user knows what was done.
 */
export function suggestionStep(
  suggestion: Suggestion,
  day: Day,
  draft: DayDraft,
): SuggestionStep | null {
  const { code, habitId, taskIndex, amount } = suggestion;
  if (code === 'add_task') return { field: addTaskFieldId };
  if (habitId) {
    const field = amountFieldId(habitId);
    const entry = day.entries.find((candidate) => candidate.habitId === habitId);
    if (!amount || !entry || entry.measure === 'check') return { field };
    const entered = draft.entries[habitId]?.amount ?? 0;
    const most = MAX_AMOUNT[entry.measure];
    return { field, proposal: { habitId, amount: Math.min(most, entered + amount) } };
  }
  const id = typeof taskIndex === 'number' ? day.tasks[taskIndex]?.id : undefined;
  const task = draft.tasks.find((candidate) => candidate.id === id);
  if (!id || !task) return null;
  return { field: code === 'add_estimate' ? estimateFieldId(task.key) : taskDoneId(task.key) };
}
