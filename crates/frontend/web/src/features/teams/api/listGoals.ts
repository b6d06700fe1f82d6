import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { teamKey } from './getTeam';

/** The key with which those of all queries of a team's goals begin. */
export const goalsKey = (id: string) => [...teamKey(id), 'goals'] as const;

function goalsQuery(api: Api, id: string) {
  return queryOptions({
    queryKey: [...goalsKey(id), 'list'],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/teams/{id}/goals', { params: { path: { id } }, signal })),
    staleTime: 0,
  });
}

export const useGoals = (id: string) => useQuery(goalsQuery(useApi(), id));
