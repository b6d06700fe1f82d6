import type { QueryClient } from '@tanstack/react-query';
import type { Api } from '@/api/client';
import { refreshScores } from '@/api/queryMeta';
import { recalculationQuery } from '@/features/recalculation';

/** Every day and every mean depends on habits, and a change may start a recalculation. */
export async function afterHabitChange(api: Api, client: QueryClient): Promise<void> {
  void client.invalidateQueries(recalculationQuery(api));
  await refreshScores(client);
}
