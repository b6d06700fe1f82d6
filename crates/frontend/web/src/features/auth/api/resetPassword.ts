import { useMutation } from '@tanstack/react-query';
import { closeSession } from '@/api/session';
import { useSession } from '@/api/SessionContext';

/** Sets a new password with the token of a mailed link. The server ends all sessions. */
export function useResetPassword() {
  const session = useSession();
  return useMutation({
    mutationFn: (input: { token: string; password: string }) =>
      session.api.POST('/api/auth/password/reset', { body: input }),
    onSuccess: () => closeSession(session),
  });
}
