import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '@/api/client';
import { keys } from '@/api/keys';
import { NoConnection } from '@/api/problem';
import type { Day } from '@/api/types';
import type { LoadedDay } from '../DaySaver';

/** Joins a day with the tag of its state, which comes in a header. */
export function withEtag({ data, response }: { data?: Day; response: Response }): LoadedDay {
  if (!data) throw new NoConnection('The answer was empty.');
  return { day: data, etag: response.headers.get('ETag') };
}

export async function loadDay(date: string, signal?: AbortSignal): Promise<LoadedDay> {
  const options = signal ? { signal } : {};
  return withEtag(await api.GET('/api/days/{date}', { params: { path: { date } }, ...options }));
}

export function dayQuery(date: string) {
  return queryOptions({
    queryKey: keys.days.one(date),
    queryFn: ({ signal }) => loadDay(date, signal),
  });
}

export function useDayQuery(date: string, enabled: boolean) {
  return useQuery({ ...dayQuery(date), enabled });
}
