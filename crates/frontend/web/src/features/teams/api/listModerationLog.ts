import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { teamKey } from './getTeam';

function moderationLogQuery(api: Api, id: string) {
  return infiniteQueryOptions({
    queryKey: [...teamKey(id), 'moderation-log'],
    queryFn: ({ pageParam: before, signal }) =>
      unwrap(
        api.GET('/api/teams/{id}/moderation-log', {
          params: { path: { id }, query: { ...(before && { before }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ entries, more }) => (more ? entries.at(-1)?.id : null),
    staleTime: 0,
  });
}

/** What leaders and deputies did about members, the latest first. */
export const useModerationLog = (id: string) => useInfiniteQuery(moderationLogQuery(useApi(), id));
