import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { DateRange } from '../dateRange';
import { teamKey } from './getTeam';

/** The key with which those of all analytics of a team begin. */
export const analyticsKey = (id: string) => [...teamKey(id), 'analytics'] as const;

function analyticsQuery(api: Api, id: string, { from, to }: DateRange) {
  return queryOptions({
    queryKey: [...analyticsKey(id), from, to],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/teams/{id}/analytics', {
          params: { path: { id }, query: { from, to } },
          signal,
        }),
      ),
    staleTime: 0,
  });
}

/** How a team does over a range; the one before stays until it is there. */
export const useAnalytics = (id: string, range: DateRange) =>
  useQuery({ ...analyticsQuery(useApi(), id, range), placeholderData: keepPreviousData });
