import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { unreadQuery } from './countUnread';

/** Marks all messages as read. Those that are shown keep their marks until they are asked for again. */
export function useReadMessages() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.POST('/api/friends/messages/read'),
    onSuccess: async () => {
      const { queryKey } = unreadQuery(api);
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, 0);
    },
  });
}
