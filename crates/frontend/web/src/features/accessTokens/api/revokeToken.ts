import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import type { AccessToken } from '@/api/types';
import { tokensQuery } from './listTokens';

export function useRevokeToken() {
  const api = useApi();
  const client = useQueryClient();
  const { queryKey } = tokensQuery(api);
  return useMutation({
    mutationFn: (id: AccessToken['id']) =>
      api.DELETE('/api/auth/tokens/{id}', { params: { path: { id } } }),
    onSuccess: (_response, id) => {
      client.setQueryData(queryKey, (tokens) => tokens?.filter((token) => token.id !== id));
    },
    // After success and failure: the list may have changed.
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}
