import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { keys } from '@/api/keys';

export function useSendTestMail() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => body(api.POST('/api/email/test')),
    onSettled: () => client.invalidateQueries({ queryKey: keys.emailStatus }),
  });
}
