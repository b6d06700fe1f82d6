import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

/** Friends, requests and blocked people. What is of others is not stored on the device, and never fresh. */
export function friendsQuery(api: Api) {
  return queryOptions({
    queryKey: ['friends', 'list'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/friends', { signal })),
    staleTime: 0,
  });
}

export const useFriends = () => useQuery(friendsQuery(useApi()));
