import { usePrefetchQuery } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { statisticsQuery } from './api/getStatistics';
import { exceptionsQuery } from './api/listExceptions';
import { datesOf } from './changes';

/** Asks for what the card of exceptions shows, along with the other questions of its page. */
export function usePrefetchExceptions(year: number, month?: number): void {
  const api = useApi();
  usePrefetchQuery(statisticsQuery(api, year));
  usePrefetchQuery(exceptionsQuery(api, datesOf(year, month)));
}
