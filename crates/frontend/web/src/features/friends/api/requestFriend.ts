import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { afterFriendsChange } from './afterFriendsChange';

/** Asks the person with a code to be friends. */
export function useRequestFriend() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { code: string }) => unwrap(api.POST('/api/friends/requests', { body })),
    onSuccess: () => afterFriendsChange(api, client),
  });
}
