import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { afterTeamChange } from './afterTeamChange';

/** Lets nobody join by a code. */
export function useSwitchTeamCodeOff(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.DELETE('/api/teams/{id}/code', { params: { path: { id } } }),
    onSettled: () => afterTeamChange(client, id),
  });
}
