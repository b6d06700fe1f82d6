import { useQuery } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { keys } from '@/api/keys';

export function useYear(year: number) {
  return useQuery({
    queryKey: keys.dashboards.year(year),
    queryFn: ({ signal }) =>
      body(api.GET('/api/dashboards/year/{year}', { params: { path: { year } }, signal })),
  });
}
