import { useMutation } from '@tanstack/react-query';
import { api } from '@/api/client';

/** Requests a password-reset mail. */
export function useForgotPassword() {
  return useMutation({
    mutationFn: (input: { email: string }) =>
      api.POST('/api/auth/password/forgot', { body: input }),
  });
}
