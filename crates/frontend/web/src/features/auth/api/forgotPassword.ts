import { useMutation } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';

/** Requests a password-reset mail. */
export function useForgotPassword() {
  const api = useApi();
  return useMutation({
    mutationFn: (input: { email: string }) =>
      api.POST('/api/auth/password/forgot', { body: input }),
  });
}
