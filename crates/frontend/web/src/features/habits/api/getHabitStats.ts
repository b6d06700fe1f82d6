import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

function habitStatsQuery(api: Api, id: string) {
  return queryOptions({
    queryKey: ['habits', 'stats', id],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/habits/{id}/stats', { params: { path: { id } }, signal })),
    meta: { offline: true, scores: true, ofAllDays: true },
  });
}

export const useHabitStats = (id: string) => useQuery(habitStatsQuery(useApi(), id));
