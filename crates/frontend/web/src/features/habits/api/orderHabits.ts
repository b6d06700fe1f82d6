import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { afterHabitChange } from './afterHabitChange';
import { habitsQuery } from './listHabits';

/** Reorders the active habits: an optimistic update, rolled back on error. */
export function useOrderHabits() {
  const api = useApi();
  const client = useQueryClient();
  const { queryKey: key } = habitsQuery(api);
  return useMutation({
    // Concurrent updates are sent in order.
    scope: { id: 'habit-order' },
    mutationFn: (ids: string[]) => unwrap(api.PUT('/api/habits/order', { body: { ids } })),
    onMutate: async (ids) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData(key);
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
    onSettled: () => afterHabitChange(api, client),
  });
}
