import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { afterAct } from './afterAct';

/** Makes a link with which a person chooses a new password. */
export function useMakeResetLink(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/api/admin/people/{id}/reset-link', {
          params: { path: { id } },
          body: { delivery: 'copy' },
        }),
      ),
    onSettled: () => afterAct(client),
  });
}
