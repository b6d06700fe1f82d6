import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

/** How many messages are unread. The list of messages keeps its marks after they are read, so this is apart. */
export function unreadQuery(api: Api) {
  return queryOptions({
    queryKey: ['friends', 'unread'],
    queryFn: async ({ signal }) => {
      const { messages } = await unwrap(api.GET('/api/friends/messages', { signal }));
      return messages.filter(({ read }) => !read).length;
    },
    staleTime: 0,
  });
}

/** Undefined until it is known. */
export function useUnreadMessages({ enabled }: { enabled: boolean }): number | undefined {
  return useQuery({ ...unreadQuery(useApi()), enabled }).data;
}
