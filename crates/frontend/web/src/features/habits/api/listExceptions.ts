import { useQuery } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import type { ExceptionKind } from '@/api/types';
import { daysQuery } from '@/features/days';
import type { DateRange } from '../history';

/** The exceptions of a range, by their dates. */
export function useExceptions({ from, to }: DateRange) {
  return useQuery({
    ...daysQuery(useApi(), from, to),
    select: ({ days }) =>
      new Map<string, ExceptionKind>(
        days.flatMap(({ date, exception }) => (exception ? [[date, exception]] : [])),
      ),
  });
}
