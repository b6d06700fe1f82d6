import type { QueryClient } from '@tanstack/react-query';
import { keys } from '@/api/keys';

/** Habits are part of every day and every mean: all of it is read anew when next shown. */
export async function afterHabitChange(client: QueryClient): Promise<void> {
  void client.invalidateQueries({ queryKey: keys.days.all });
  void client.invalidateQueries({ queryKey: keys.dashboards.all });
  await client.invalidateQueries({ queryKey: keys.habits.all });
}
