import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { afterFriendsChange } from './afterFriendsChange';

export function useRemoveFriend() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/friends/{id}', { params: { path: { id } } }),
    // The page of the friend is left meanwhile.
    onSuccess: () => void afterFriendsChange(api, client),
  });
}
