import { useMutation } from '@tanstack/react-query';
import { api } from '@/api/client';

/** Requests another verification mail. */
export function useResendVerification() {
  return useMutation({
    mutationFn: () => api.POST('/api/auth/email/verify/resend'),
  });
}
