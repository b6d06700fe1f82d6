import { useQuery } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import { useApi } from '@/api/SessionContext';

/** All habits, including archived ones, in the user's order. */
export function useHabits() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.habits.list('all'),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/habits', { params: { query: { archived: 'all' } }, signal })),
    select: ({ habits }) => ({
      active: habits.filter((habit) => habit.archivedOn === null),
      archived: habits.filter((habit) => habit.archivedOn !== null),
    }),
  });
}
