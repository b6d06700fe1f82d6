import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

/** The key with which those of all queries of a team begin. */
export const teamKey = (id: string) => ['teams', 'team', id] as const;

const SOON_MS = 5_000;
const HOUR_MS = 3_600_000;

/** When to ask for the team again: when the user's mute ends. Timers do not hold for 30 days. */
export function untilMuteEnds(mutedUntil: string | null): number | false {
  if (mutedUntil === null) return false;
  return Math.min(Math.max(Date.parse(mutedUntil) - Date.now(), SOON_MS), HOUR_MS);
}

/** What is of a team is not stored on the device, and never fresh. */
export function teamQuery(api: Api, id: string) {
  return queryOptions({
    queryKey: [...teamKey(id), 'itself'],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/teams/{id}', { params: { path: { id } }, signal })),
    staleTime: 0,
    refetchInterval: ({ state }) => untilMuteEnds(state.data?.own.mutedUntil ?? null),
  });
}

export const useTeam = (id: string) => useQuery(teamQuery(useApi(), id));
