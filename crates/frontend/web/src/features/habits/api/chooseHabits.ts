import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { ApiProblem } from '@/api/problem';
import { useApi } from '@/api/SessionContext';
import type { Habit, HabitInput } from '@/api/types';
import { addDays } from '@/lib/dates';
import { bodyOf, formOf } from '../habitForm';
import { afterHabitChange } from './afterHabitChange';

/** Whether a habit is kept, and with which target. */
export interface HabitChoice {
  habit: Habit;
  chosen: boolean;
  /** Null while it is empty. */
  target: number | null;
}

/** How far back is looked for a recorded day: with today and tomorrow, the longest range of one request. */
const LOOKED_BACK_DAYS = 398;

/**
 * Keeps the chosen habits, with new targets from their first day on, and removes the others. Where days are
 * recorded already, as on another device, they go to the archive instead, which loses nothing.
 */
export function useChooseHabits(today: string) {
  const api = useApi();
  const client = useQueryClient();
  const isRecorded = async () => {
    const query = { from: addDays(today, -LOOKED_BACK_DAYS), to: addDays(today, 1) };
    const { days } = await unwrap(api.GET('/api/days', { params: { query } }));
    return days.length > 0;
  };
  const path = ({ id }: Habit) => ({ params: { path: { id } } });
  const remove = (habit: Habit, recorded: boolean) =>
    recorded
      ? api.POST('/api/habits/{id}/archive', path(habit))
      : api.DELETE('/api/habits/{id}', path(habit));
  const setTarget = (habit: Habit, target: number) =>
    api.PUT('/api/habits/{id}', { ...path(habit), body: withTarget(habit, target) });

  return useMutation({
    mutationFn: async (choices: readonly HabitChoice[]) => {
      const removed = choices.filter(({ chosen }) => !chosen);
      const recorded = removed.length > 0 && (await isRecorded());
      const changed = choices.filter(
        ({ habit, chosen, target }) => chosen && target !== habit.target,
      );
      await Promise.all([
        ...removed.map(({ habit }) => remove(habit, recorded).catch(unlessGone)),
        ...changed.map(({ habit, target }) => setTarget(habit, target ?? habit.target)),
      ]);
    },
    // Some of it may have been done.
    onSettled: () => afterHabitChange(api, client),
  });
}

/** A second try finds what the first one removed gone. */
function unlessGone(error: unknown): void {
  if (!(error instanceof ApiProblem && error.status === 404)) throw error;
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
