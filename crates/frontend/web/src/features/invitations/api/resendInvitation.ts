import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { INVITATIONS_KEY } from './listInvitations';

/** Gives an invitation a new link and a new lifetime, and sends its mail again. */
export function useResendInvitation(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      unwrap(api.POST('/api/invitations/{id}/resend', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: INVITATIONS_KEY }),
  });
}
