import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { teamKey } from './getTeam';

function memberProgressQuery(api: Api, id: string, user: string) {
  return queryOptions({
    queryKey: [...teamKey(id), 'progress', user],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/teams/{id}/members/{user}/progress', {
          params: { path: { id, user } },
          signal,
        }),
      ),
    staleTime: 0,
  });
}

/** The last days of a member: one's own, or, for leaders and deputies, as far as the member shows them. */
export const useMemberProgress = (id: string, user: string) =>
  useQuery(memberProgressQuery(useApi(), id, user));
