import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { afterTeamChange } from './afterTeamChange';

/** Draws a new code to join, also after joining was switched off. */
export function useRenewTeamCode(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.POST('/api/teams/{id}/code', { params: { path: { id } } }),
    onSettled: () => afterTeamChange(client, id),
  });
}
