import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { LeaderboardBy } from '@/api/types';
import { type BoardPeriod, queryOf } from '../boardPeriod';
import { teamKey } from './getTeam';

/** The key with which those of all leaderboards of a team begin. */
export const leaderboardKey = (id: string) => [...teamKey(id), 'leaderboard'] as const;

function leaderboardQuery(api: Api, id: string, period: BoardPeriod, by: LeaderboardBy) {
  return queryOptions({
    queryKey: [...leaderboardKey(id), by, period],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/teams/{id}/leaderboard', {
          params: { path: { id }, query: { ...queryOf(period), by } },
          signal,
        }),
      ),
    staleTime: 0,
  });
}

/** The leaderboard of a period; the one before stays until it is there. */
export const useLeaderboard = (id: string, period: BoardPeriod, by: LeaderboardBy) =>
  useQuery({
    ...leaderboardQuery(useApi(), id, period, by),
    placeholderData: keepPreviousData,
  });
