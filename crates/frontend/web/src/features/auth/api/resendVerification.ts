import { useMutation } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';

/** Requests another verification mail. */
export function useResendVerification() {
  const api = useApi();
  return useMutation({
    mutationFn: () => api.POST('/api/auth/email/verify/resend'),
  });
}
