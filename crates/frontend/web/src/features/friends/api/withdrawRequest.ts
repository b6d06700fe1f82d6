import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { afterFriendsChange } from './afterFriendsChange';

/** Withdraws the user's request to a person, or rejects that of the person. */
export function useWithdrawRequest() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      api.DELETE('/api/friends/requests/{id}', { params: { path: { id } } }),
    onSuccess: () => afterFriendsChange(api, client),
  });
}
