import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { session } from '@/api/session';

export function useChangePassword() {
  return useMutation({
    mutationFn: (input: { currentPassword: string; newPassword: string }) =>
      unwrap(api.PUT('/api/auth/password', { body: input })),
    onSuccess: ({ token }) => {
      if (token !== null) session.open(token);
    },
  });
}
