import { useQuery } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import { useApi } from '@/api/SessionContext';

export function useMonth(year: number, month: number) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.dashboards.month(year, month),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/dashboards/month/{year}/{month}', {
          params: { path: { year, month } },
          signal,
        }),
      ),
  });
}
