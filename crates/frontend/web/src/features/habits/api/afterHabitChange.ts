import type { QueryClient } from '@tanstack/react-query';
import { queryKeys } from '@/api/queryKeys';
import { refreshScores } from '@/api/refreshScores';

/** Every day and every mean depends on habits, and a change may start a recalculation. */
export async function afterHabitChange(client: QueryClient): Promise<void> {
  void client.invalidateQueries({ queryKey: queryKeys.recalculation });
  await refreshScores(client);
}
