import type { Day } from '@/api/types';
import { progressOf } from './progress';

/** How much of a day is still to be done: habits below their target, and tasks. On a day away it is nothing. */
export function countOpen({ entries, tasks, exception }: Day): number {
  if (exception) return 0;
  const habits = entries.filter(
    (entry) =>
      entry.target !== null &&
      entry.direction === 'at_least' &&
      progressOf(entry, entry.amount).state === 'open',
  );
  return habits.length + tasks.filter(({ completed }) => !completed).length;
}
