import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { noteUsage } from '@/lib/reporting';
import { enter } from './enter';

export function useLogin() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { email: string; password: string }) =>
      unwrap(api.POST('/api/auth/login', { body: input })),
    onSuccess: (opened) => {
      enter(client, opened);
      noteUsage('Signed in');
    },
  });
}
