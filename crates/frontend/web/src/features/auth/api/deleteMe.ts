import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { session } from '@/api/session';

export function useDeleteMe() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { email: string; password: string }) =>
      api.DELETE('/api/auth/me', { body: input }),
    onSuccess: () => {
      session.close();
      client.clear();
    },
  });
}
