import { useMutation, useQueryClient } from '@tanstack/react-query';
import { meQuery } from '@/api/meQuery';
import { useApi } from '@/api/SessionContext';

/** Verifies an address with the token of a mailed link, with or without a session. */
export function useVerifyEmail() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { token: string }) => api.POST('/api/auth/email/verify', { body: input }),
    // After a failure too: the address may have been verified before.
    onSettled: () => client.invalidateQueries(meQuery(api)),
  });
}
