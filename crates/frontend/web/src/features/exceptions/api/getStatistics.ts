import { queryOptions } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';

export function statisticsQuery(api: Api, year: number) {
  return queryOptions({
    queryKey: ['exceptions', 'statistics', year],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/exceptions/statistics', { params: { query: { year } }, signal })),
    meta: { offline: true },
  });
}
