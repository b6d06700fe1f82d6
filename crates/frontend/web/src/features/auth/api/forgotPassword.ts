import { useMutation } from '@tanstack/react-query';
import * as v from 'valibot';
import { useApi } from '@/api/SessionContext';
import { email } from '../email';

export const forgotPasswordSchema = v.object({ email });

/** Requests a password-reset mail. */
export function useForgotPassword() {
  const api = useApi();
  return useMutation({
    mutationFn: (input: v.InferOutput<typeof forgotPasswordSchema>) =>
      api.POST('/api/auth/password/forgot', { body: input }),
  });
}
