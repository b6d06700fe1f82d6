import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import { useApi } from '@/api/SessionContext';

export function useSendTestMail() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/email/test')),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.emailStatus }),
  });
}
