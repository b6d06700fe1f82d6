import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

/** What is of others is not stored on the device, and never fresh. */
export function notificationsQuery(api: Api) {
  return infiniteQueryOptions({
    queryKey: ['notifications', 'list'],
    queryFn: ({ pageParam: before, signal }) =>
      unwrap(
        api.GET('/api/notifications', { params: { query: { ...(before && { before }) } }, signal }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ notifications, more }) => (more ? notifications.at(-1)?.id : null),
    staleTime: 0,
  });
}

/** The notifications, the latest first. */
export const useNotifications = () => useInfiniteQuery(notificationsQuery(useApi()));

/** How many are unread; undefined until it is known. */
export function useUnreadNotifications({ enabled }: { enabled: boolean }): number | undefined {
  const query = useInfiniteQuery({
    ...notificationsQuery(useApi()),
    enabled,
    select: ({ pages }) => pages[0]?.unread,
  });
  return query.data;
}
