import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { ownCodeQuery } from './getOwnCode';

export function useRenewCode() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/friends/code')),
    onSuccess: (code) => client.setQueryData(ownCodeQuery(api).queryKey, code),
  });
}
