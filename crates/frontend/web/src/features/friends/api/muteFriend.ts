import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { afterFriendsChange } from './afterFriendsChange';

/** Hides the messages of a friend, or shows them again. */
export function useMuteFriend(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (muted: boolean) =>
      api.PUT('/api/friends/{id}/muting', { params: { path: { id } }, body: { muted } }),
    onSuccess: () => afterFriendsChange(api, client),
  });
}
