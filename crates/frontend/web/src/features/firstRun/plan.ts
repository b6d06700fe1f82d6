import type { HabitChoice } from '@/features/habits';
import { MAX_MINUTES } from '@/lib/minutes';

export interface PlannedDay {
  habits: number;
  /** The sum of the targets in minutes. */
  minutes: number;
  /** What it leaves of a day; negative if it is more than a day has. */
  left: number;
}

/** From this rest on, the sum needs no remark: it leaves time to wash, to eat and to get about. */
export const ENOUGH_LEFT = 4 * 60;

export function plannedDay(choices: readonly HabitChoice[]): PlannedDay {
  const chosen = choices.filter((choice) => choice.chosen);
  const minutes = chosen.reduce(
    (sum, { habit, target }) => sum + (habit.measure === 'minutes' ? (target ?? 0) : 0),
    0,
  );
  return { habits: chosen.length, minutes, left: MAX_MINUTES - minutes };
}
