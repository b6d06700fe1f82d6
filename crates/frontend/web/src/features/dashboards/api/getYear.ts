import { useQuery } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import { useApi } from '@/api/SessionContext';

export function useYear(year: number) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.dashboards.year(year),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/dashboards/year/{year}', { params: { path: { year } }, signal })),
  });
}
