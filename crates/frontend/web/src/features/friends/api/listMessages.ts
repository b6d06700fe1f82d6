import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

export function messagesQuery(api: Api) {
  return queryOptions({
    queryKey: ['friends', 'messages'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/friends/messages', { signal })),
    staleTime: 0,
  });
}

export const useMessages = () => useQuery(messagesQuery(useApi()));
