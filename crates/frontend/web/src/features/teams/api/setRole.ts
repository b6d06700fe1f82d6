import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import type { TeamRole } from '@/api/types';
import { afterTeamChange } from './afterTeamChange';

/** Gives a member a role. */
export function useSetRole(id: string, user: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (role: TeamRole) =>
      api.PUT('/api/teams/{id}/members/{user}/role', {
        params: { path: { id, user } },
        body: { role },
      }),
    onSettled: () => afterTeamChange(client, id),
  });
}
