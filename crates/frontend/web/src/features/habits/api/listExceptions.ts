import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { ExceptionKind } from '@/api/types';
import type { DateRange } from '../history';

function exceptionDaysQuery(api: Api, { from, to }: DateRange) {
  return queryOptions({
    queryKey: ['days', 'range', from, to],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/days', { params: { query: { from, to } }, signal })),
    select: ({ days }) =>
      new Map<string, ExceptionKind>(
        days.flatMap(({ date, exception }) => (exception ? [[date, exception]] : [])),
      ),
    meta: { offline: true, scores: true },
  });
}

/** The exceptions of a range, by their dates. */
export const useExceptions = (range: DateRange) => useQuery(exceptionDaysQuery(useApi(), range));
