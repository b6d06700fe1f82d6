import { useQuery } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import { useApi } from '@/api/SessionContext';

export function useHabitStats(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...queryKeys.habits.one(id), 'stats'],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/habits/{id}/stats', { params: { path: { id } }, signal })),
  });
}
