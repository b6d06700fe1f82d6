import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { session } from '@/api/session';

/** Ends this session, or all of them. The token is removed even if the request fails. */
export function useLogout() {
  const client = useQueryClient();
  return useMutation({
    networkMode: 'always',
    mutationFn: async (scope: 'here' | 'everywhere') => {
      if (scope === 'here') await api.POST('/api/auth/logout').catch(() => undefined);
      else await api.POST('/api/auth/logout-all');
    },
    onSuccess: () => {
      session.close();
      client.clear();
    },
  });
}
