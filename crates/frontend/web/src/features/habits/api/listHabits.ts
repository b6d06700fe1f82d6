import { useQuery } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { keys } from '@/api/keys';

/** All habits, the archived ones too, in the user's order. */
export function useHabits() {
  return useQuery({
    queryKey: keys.habits.list('all'),
    queryFn: ({ signal }) =>
      body(api.GET('/api/habits', { params: { query: { archived: 'all' } }, signal })),
    select: ({ habits }) => ({
      active: habits.filter((habit) => habit.archivedOn === null),
      archived: habits.filter((habit) => habit.archivedOn !== null),
    }),
  });
}
