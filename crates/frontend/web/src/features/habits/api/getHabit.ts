import { useQuery } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import { useApi } from '@/api/SessionContext';

export function useHabit(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.habits.one(id),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/habits/{id}', { params: { path: { id } }, signal })),
  });
}
