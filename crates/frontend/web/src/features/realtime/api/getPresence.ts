import { queryOptions, useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { type Api, unwrap } from '@/api/client';
import type { Session } from '@/api/session';
import { useApi } from '@/api/SessionContext';
import { liveness } from '../liveness';

/** Who of the people whom the user may see is online; kept up to date by events. */
function presenceQuery(api: Api) {
  return queryOptions({
    queryKey: ['presence'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/realtime/presence', { signal })),
    staleTime: Infinity,
  });
}

/** Whether a person is online, as far as it is known: without live updates nobody is. */
export function useIsOnline(userId: string): boolean {
  const live = useSyncExternalStore(liveness.subscribe, liveness.isLive);
  const { data = false } = useQuery({
    ...presenceQuery(useApi()),
    enabled: live,
    select: ({ online }) => online.includes(userId),
  });
  return live && data;
}

/** Notes that a person has come online, or has gone. */
export function notePresence(
  { api, queries }: Session,
  { userId, online }: { userId: string; online: boolean },
): void {
  const { queryKey } = presenceQuery(api);
  queries.setQueryData(queryKey, (known) => {
    if (!known) return undefined;
    const others = known.online.filter((id) => id !== userId);
    return { online: online ? [...others, userId] : others };
  });
  // A response that is on its way may be older.
  if (queries.isFetching({ queryKey }) > 0) void queries.invalidateQueries({ queryKey });
}
