import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

export const TEAMS_KEY = ['teams', 'list'] as const;

export function teamsQuery(api: Api) {
  return queryOptions({
    queryKey: TEAMS_KEY,
    queryFn: ({ signal }) => unwrap(api.GET('/api/teams', { signal })),
    staleTime: 0,
  });
}

/** The user's teams. */
export const useTeams = () => useQuery(teamsQuery(useApi()));
