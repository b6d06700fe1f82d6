import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';

export function useSendTestMail() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/email/test')),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.emailStatus }),
  });
}
