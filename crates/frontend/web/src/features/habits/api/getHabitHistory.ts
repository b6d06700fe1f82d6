import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { DateRange } from '../history';

function habitHistoryQuery(api: Api, id: string, { from, to }: DateRange) {
  return queryOptions({
    queryKey: ['habits', 'history', id, from, to],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/habits/{id}/history', {
          params: { path: { id }, query: { from, to } },
          signal,
        }),
      ),
    meta: { offline: true, scores: true, ofAllDays: true },
  });
}

export const useHabitHistory = (id: string, range: DateRange) =>
  useQuery(habitHistoryQuery(useApi(), id, range));
