import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';

export function useYear(year: number) {
  return useQuery({
    queryKey: queryKeys.dashboards.year(year),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/dashboards/year/{year}', { params: { path: { year } }, signal })),
  });
}
