import type { Day, Suggestion } from '@/api/types';
import { MAX_MINUTES } from '@/lib/minutes';
import type { DayDraft } from './draft';

/** Minutes that a suggestion proposes for a habit; they are not entered before the user says so. */
export interface Proposal {
  habitId: string;
  minutes: number;
}

/** The effect of pressing a suggestion: the field that gets the focus, with what it proposes. */
export interface SuggestionStep {
  field: string;
  proposal?: Proposal;
}

export const minutesFieldId = (habitId: string): string => `minutes-${habitId}`;
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
  const { code, habitId, taskIndex, minutes } = suggestion;
  if (code === 'add_task') return { field: addTaskFieldId };
  if (habitId) {
    const field = minutesFieldId(habitId);
    if (!minutes) return { field };
    const entered = draft.entries[habitId]?.minutes ?? 0;
    return { field, proposal: { habitId, minutes: Math.min(MAX_MINUTES, entered + minutes) } };
  }
  const id = typeof taskIndex === 'number' ? day.tasks[taskIndex]?.id : undefined;
  const task = draft.tasks.find((candidate) => candidate.id === id);
  if (!id || !task) return null;
  return { field: code === 'add_estimate' ? estimateFieldId(task.key) : taskDoneId(task.key) };
}
