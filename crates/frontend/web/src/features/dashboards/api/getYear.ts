import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

export function yearQuery(api: Api, year: number) {
  return queryOptions({
    queryKey: ['dashboards', 'year', year],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/dashboards/year/{year}', { params: { path: { year } }, signal })),
    meta: { offline: true, scores: true, ofAllDays: true },
  });
}

export const useYear = (year: number) => useQuery(yearQuery(useApi(), year));
