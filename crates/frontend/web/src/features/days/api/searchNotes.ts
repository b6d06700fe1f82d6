import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { addDays } from '@/lib/dates';

/** The days with a text in their note, the newest first; every day with a note for an empty text. */
export function useNoteSearch(q: string) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['notes', q],
    queryFn: ({ pageParam: to, signal }) =>
      unwrap(api.GET('/api/days', { params: { query: { q, ...(to && { to }) } }, signal })),
    initialPageParam: '',
    getNextPageParam: ({ days, more }) => {
      const last = days.at(-1);
      return more && last ? addDays(last.date, -1) : null;
    },
    meta: { ofAllDays: true },
    placeholderData: keepPreviousData,
  });
}
