import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { teamKey } from './getTeam';

function membersQuery(api: Api, id: string) {
  return queryOptions({
    queryKey: [...teamKey(id), 'members'],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/teams/{id}/members', { params: { path: { id } }, signal })),
    staleTime: 0,
  });
}

/** The members of a team: leaders first, then deputies. */
export const useMembers = (id: string) => useQuery(membersQuery(useApi(), id));
