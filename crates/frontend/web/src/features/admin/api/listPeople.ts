import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

export const PEOPLE_KEY = ['admin', 'people'] as const;

/** The people with a text in their address or name; all for an empty text. */
function peopleQuery(api: Api, q: string) {
  return infiniteQueryOptions({
    queryKey: [...PEOPLE_KEY, q],
    queryFn: ({ pageParam: before, signal }) =>
      unwrap(
        api.GET('/api/admin/people', {
          params: { query: { ...(q && { q }), ...(before && { before }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ people, more }) => (more ? people.at(-1)?.id : null),
    staleTime: 0,
  });
}

export const usePeople = (q: string) => useInfiniteQuery(peopleQuery(useApi(), q));
