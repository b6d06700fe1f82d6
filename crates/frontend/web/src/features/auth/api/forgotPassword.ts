import { useMutation } from '@tanstack/react-query';
import { api } from '@/api/client';

/** Asks for the mail with a link to choose a new password. */
export function useForgotPassword() {
  return useMutation({
    mutationFn: (input: { email: string }) =>
      api.POST('/api/auth/password/forgot', { body: input }),
  });
}
