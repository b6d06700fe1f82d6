import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { forgetHiddenScores } from '@/api/queryMeta';
import { useApi } from '@/api/SessionContext';
import type { Habit, HabitInput } from '@/api/types';
import { bodyOf, formOf } from '../habitForm';
import { afterHabitChange } from './afterHabitChange';

/** Whether a habit is kept, and with which target. */
export interface HabitChoice {
  habit: Habit;
  chosen: boolean;
  /** Null while it is empty. */
  target: number | null;
}

/**
 * Keeps the chosen habits, with new targets from their first day on, and archives the others, so that they
 * can be chosen again.
 */
export function useChooseHabits() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (choices: readonly HabitChoice[]) =>
      Promise.all(choices.map((choice) => apply(api, choice))),
    // Some of it may have been done.
    onSettled: () => {
      // The first field of Today gets the focus, which a habit of before would take with it.
      forgetHiddenScores(client);
      return afterHabitChange(api, client);
    },
  });
}

async function apply(api: Api, { habit, chosen, target }: HabitChoice): Promise<void> {
  const path = { params: { path: { id: habit.id } } };
  if (chosen !== (habit.archivedOn === null)) {
    const change = chosen ? '/api/habits/{id}/restore' : '/api/habits/{id}/archive';
    await unwrap(api.POST(change, path));
  }
  if (chosen && target !== null && target !== habit.target) {
    await unwrap(api.PUT('/api/habits/{id}', { ...path, body: withTarget(habit, target) }));
  }
}

function withTarget(habit: Habit, target: number): HabitInput {
  const { weekendTarget } = habit;
  return bodyOf({
    ...formOf(habit, habit.startsOn),
    target,
    // A weekend asks for no more than a weekday that was made shorter.
    weekendTarget: weekendTarget === null ? null : Math.min(weekendTarget, target),
  });
}
