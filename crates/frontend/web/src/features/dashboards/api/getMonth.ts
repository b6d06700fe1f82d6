import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

function monthQuery(api: Api, year: number, month: number) {
  return queryOptions({
    queryKey: ['dashboards', 'month', year, month],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/dashboards/month/{year}/{month}', {
          params: { path: { year, month } },
          signal,
        }),
      ),
    meta: { offline: true, scores: true, ofAllDays: true },
  });
}

export const useMonth = (year: number, month: number) =>
  useQuery(monthQuery(useApi(), year, month));
