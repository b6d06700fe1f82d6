import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { notificationsQuery } from './listNotifications';

/** Marks notifications as read: some, or one and all before it. */
export function useReadNotifications() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { ids: string[] } | { through: string }) =>
      api.POST('/api/notifications/read', { body }),
    onSettled: () => client.invalidateQueries(notificationsQuery(api)),
  });
}
