import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { goalsKey } from './listGoals';

function goalQuery(api: Api, id: string, goal: string) {
  return queryOptions({
    queryKey: [...goalsKey(id), 'details', goal],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/teams/{id}/goals/{goal}', { params: { path: { id, goal } }, signal })),
    staleTime: 0,
  });
}

/** A goal with what the user has entered, and the members' progress for who may see it. */
export const useGoal = (id: string, goal: string) => useQuery(goalQuery(useApi(), id, goal));
