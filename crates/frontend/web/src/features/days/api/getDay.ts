import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Api } from '@/api/client';
import { NetworkError } from '@/api/problem';
import { useApi } from '@/api/SessionContext';
import type { Day } from '@/api/types';
import type { LoadedDay } from '../DaySaver';

/** Adds the ETag header to the day. */
export function withEtag({ data, response }: { data?: Day; response: Response }): LoadedDay {
  if (!data) throw new NetworkError('The response was empty.');
  return { day: data, etag: response.headers.get('ETag') };
}

export async function loadDay(api: Api, date: string, signal?: AbortSignal): Promise<LoadedDay> {
  const options = signal ? { signal } : {};
  return withEtag(await api.GET('/api/days/{date}', { params: { path: { date } }, ...options }));
}

export function dayQuery(api: Api, date: string) {
  return queryOptions({
    queryKey: ['days', 'one', date],
    queryFn: ({ signal }) => loadDay(api, date, signal),
    meta: { offline: true, scores: true },
  });
}

export function useDayQuery(date: string, enabled: boolean) {
  const api = useApi();
  return useQuery({ ...dayQuery(api, date), enabled });
}
