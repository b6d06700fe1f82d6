import type { Habit, TeamGoal } from '@/api/types';
import { MINUTES } from './goalForm';

/** As the server compares units. */
const folded = (unit: string) => unit.toLowerCase().replaceAll('ё', 'е');

/** Whether a habit is measured in the goal's unit, so that it can feed the goal. */
export function fits(habit: Habit, goal: Pick<TeamGoal, 'unit'>): boolean {
  if (habit.measure === 'minutes') return goal.unit === MINUTES;
  if (habit.measure === 'check') return false;
  return goal.unit !== MINUTES && folded(habit.unit ?? '') === folded(goal.unit);
}

/** The habits among which to choose, with the chosen one if it does not fit any more. */
export function choicesOf(
  habits: readonly Habit[],
  goal: Pick<TeamGoal, 'unit' | 'own'>,
): readonly Habit[] {
  return habits.filter(
    (habit) => habit.id === goal.own.habitId || (habit.archivedOn === null && fits(habit, goal)),
  );
}
