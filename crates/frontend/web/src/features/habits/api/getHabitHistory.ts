import { useQuery } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import { useApi } from '@/api/SessionContext';
import type { DateRange } from '../history';

export function useHabitHistory(id: string, { from, to }: DateRange) {
  const api = useApi();
  return useQuery({
    queryKey: [...queryKeys.habits.one(id), 'history', from, to],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/habits/{id}/history', {
          params: { path: { id }, query: { from, to } },
          signal,
        }),
      ),
  });
}
