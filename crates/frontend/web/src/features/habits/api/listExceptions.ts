import { useQuery } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import { useApi } from '@/api/SessionContext';
import type { ExceptionKind } from '@/api/types';
import type { DateRange } from '../history';

/** The exceptions of a range, by their dates. */
export function useExceptions({ from, to }: DateRange) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.days.range(from, to),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/days', { params: { query: { from, to } }, signal })),
    select: ({ days }) =>
      new Map<string, ExceptionKind>(
        days.flatMap(({ date, exception }) => (exception ? [[date, exception]] : [])),
      ),
  });
}
