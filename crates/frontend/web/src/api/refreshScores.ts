import type { QueryClient } from '@tanstack/react-query';
import { queryKeys } from './queryKeys';

/** Invalidates all queries that depend on scores: visible ones refetch at once, others when shown. */
export async function refreshScores(client: QueryClient): Promise<void> {
  const areas = [queryKeys.days.all, queryKeys.dashboards.all, queryKeys.habits.all];
  await Promise.all(areas.map((queryKey) => client.invalidateQueries({ queryKey })));
}
