import { useMutation } from '@tanstack/react-query';
import * as v from 'valibot';
import { closeSession } from '@/api/session';
import { useSession } from '@/api/SessionContext';
import { newPassword } from '../password';

/** Without the link's token. */
export const resetPasswordSchema = v.object({ password: newPassword });

/** Sets a new password with the token of a mailed link. The server ends all sessions. */
export function useResetPassword() {
  const session = useSession();
  return useMutation({
    mutationFn: (input: v.InferOutput<typeof resetPasswordSchema> & { token: string }) =>
      session.api.POST('/api/auth/password/reset', { body: input }),
    onSuccess: () => closeSession(session),
  });
}
