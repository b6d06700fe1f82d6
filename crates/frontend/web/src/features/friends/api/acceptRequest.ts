import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { afterFriendsChange } from './afterFriendsChange';

export function useAcceptRequest() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      api.POST('/api/friends/requests/{id}/accept', { params: { path: { id } } }),
    onSuccess: () => afterFriendsChange(api, client),
  });
}
