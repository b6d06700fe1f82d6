import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { INVITATIONS_KEY } from './listInvitations';

/** Takes an invitation back. */
export function useCancelInvitation(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.DELETE('/api/invitations/{id}', { params: { path: { id } } }),
    // After a failure too: it may have been accepted meanwhile.
    onSettled: () => client.invalidateQueries({ queryKey: INVITATIONS_KEY }),
  });
}
