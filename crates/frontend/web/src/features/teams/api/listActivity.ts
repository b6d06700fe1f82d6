import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { teamKey } from './getTeam';

export const activityKey = (id: string) => [...teamKey(id), 'activity'] as const;

function activityQuery(api: Api, id: string) {
  return infiniteQueryOptions({
    queryKey: activityKey(id),
    queryFn: ({ pageParam: before, signal }) =>
      unwrap(
        api.GET('/api/teams/{id}/activity', {
          params: { path: { id }, query: { ...(before && { before }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ entries, more }) => (more ? entries.at(-1)?.id : null),
    staleTime: 0,
  });
}

/** What happened in a team, the latest first. */
export const useActivity = (id: string) => useInfiniteQuery(activityQuery(useApi(), id));
