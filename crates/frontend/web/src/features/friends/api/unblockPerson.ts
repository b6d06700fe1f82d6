import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { afterFriendsChange } from './afterFriendsChange';

export function useUnblockPerson() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      api.DELETE('/api/friends/blocked/{id}', { params: { path: { id } } }),
    onSuccess: () => afterFriendsChange(api, client),
  });
}
