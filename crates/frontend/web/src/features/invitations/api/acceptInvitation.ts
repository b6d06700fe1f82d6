import { useMutation } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

/** Accepts an invitation with the account that is signed in. */
export function useAcceptInvitation(token: string) {
  const api = useApi();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/invitations/accept', { body: { token } })),
  });
}
