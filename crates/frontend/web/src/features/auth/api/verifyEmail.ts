import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { keys } from '@/api/keys';

/** Confirms an address with the secret of a mailed link; whether anyone is signed in or not. */
export function useVerifyEmail() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { token: string }) => api.POST('/api/auth/email/verify', { body: input }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.me }),
  });
}
