import { useMutation } from '@tanstack/react-query';
import { api } from '@/api/client';

/** Asks for one more mail with a link to confirm the address. */
export function useResendVerification() {
  return useMutation({
    mutationFn: () => api.POST('/api/auth/email/verify/resend'),
  });
}
