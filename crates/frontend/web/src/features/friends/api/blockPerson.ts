import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { afterFriendsChange } from './afterFriendsChange';

export function useBlockPerson() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.PUT('/api/friends/blocked/{id}', { params: { path: { id } } }),
    // The page of the friend is left meanwhile.
    onSuccess: () => void afterFriendsChange(api, client),
  });
}
