import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { keys } from '@/api/keys';
import type { Habit } from '@/api/types';
import { afterHabitChange } from './afterHabitChange';

interface HabitList {
  habits: Habit[];
}

/** Puts the active habits into an order, shown at once and taken back when it is refused. */
export function useOrderHabits() {
  const client = useQueryClient();
  const key = keys.habits.list('all');
  return useMutation({
    // Two quick presses must arrive in the order in which they were made.
    scope: { id: 'habit-order' },
    mutationFn: (ids: string[]) => body(api.PUT('/api/habits/order', { body: { ids } })),
    onMutate: async (ids) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData<HabitList>(key);
      if (before) {
        const place = new Map(ids.map((id, index) => [id, index]));
        const last = ids.length;
        const habits = before.habits.toSorted(
          (a, b) => (place.get(a.id) ?? last) - (place.get(b.id) ?? last),
        );
        client.setQueryData(key, { habits });
      }
      return { before };
    },
    onError: (_error, _ids, context) => {
      if (context?.before) client.setQueryData(key, context.before);
    },
    onSettled: () => afterHabitChange(client),
  });
}
