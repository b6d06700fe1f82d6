import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { session } from '@/api/session';

/** Sets a new password with the token of a mailed link. The server ends all sessions. */
export function useResetPassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { token: string; password: string }) =>
      api.POST('/api/auth/password/reset', { body: input }),
    onSuccess: () => {
      session.close();
      client.clear();
    },
  });
}
