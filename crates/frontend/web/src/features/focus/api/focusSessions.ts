import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

export function focusSessionsQuery(api: Api, date: string) {
  return queryOptions({
    queryKey: ['focus', 'day', date],
    queryFn: async ({ signal }) => {
      const query = { from: date, to: date };
      return (await unwrap(api.GET('/api/focus', { params: { query }, signal }))).sessions;
    },
    meta: { offline: true },
  });
}

/** The focus sessions of a day. */
export function useFocusSessions(date: string) {
  return useQuery(focusSessionsQuery(useApi(), date));
}
