import type { QueryClient } from '@tanstack/react-query';
import { keys } from './keys';

/** Reads anew whatever rests on scores: what is on screen at once, the rest when next shown. */
export async function refreshScores(client: QueryClient): Promise<void> {
  const areas = [keys.days.all, keys.dashboards.all, keys.habits.all];
  await Promise.all(areas.map((queryKey) => client.invalidateQueries({ queryKey })));
}
