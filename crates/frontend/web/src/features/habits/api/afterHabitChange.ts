import type { QueryClient } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import { refreshScores } from '@/api/refreshScores';

/** Habits are part of every day and every mean, and the server may score many days again now. */
export async function afterHabitChange(client: QueryClient): Promise<void> {
  void client.invalidateQueries({ queryKey: keys.recalculation });
  await refreshScores(client);
}
