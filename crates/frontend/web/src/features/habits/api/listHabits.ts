import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

/** All habits, including archived ones, in the user's order. */
export function habitsQuery(api: Api) {
  return queryOptions({
    queryKey: ['habits', 'list', 'all'],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/habits', { params: { query: { archived: 'all' } }, signal })),
    meta: { offline: true, scores: true },
  });
}

export function useHabits() {
  return useQuery({
    ...habitsQuery(useApi()),
    select: ({ habits }) => ({
      all: habits,
      active: habits.filter((habit) => habit.archivedOn === null),
      archived: habits.filter((habit) => habit.archivedOn !== null),
    }),
  });
}
