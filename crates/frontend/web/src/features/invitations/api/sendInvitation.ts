import { useMutation, useQueryClient } from '@tanstack/react-query';
import * as v from 'valibot';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { InvitationTarget } from '@/api/types';
import { emailAddress } from '@/features/auth';
import { INVITATIONS_KEY } from './listInvitations';

export const invitationSchema = v.object({ email: emailAddress });

/** Invites an address. One that is invited already gets a new link. */
export function useSendInvitation(target: InvitationTarget) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: v.InferOutput<typeof invitationSchema>) =>
      unwrap(api.POST('/api/invitations', { body: { ...input, target } })),
    onSettled: () => client.invalidateQueries({ queryKey: INVITATIONS_KEY }),
  });
}
