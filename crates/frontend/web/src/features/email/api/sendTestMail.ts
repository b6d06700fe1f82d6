import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { emailStatusQuery } from './getEmailStatus';

export function useSendTestMail() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/email/test')),
    onSettled: () => client.invalidateQueries({ queryKey: emailStatusQuery(api).queryKey }),
  });
}
