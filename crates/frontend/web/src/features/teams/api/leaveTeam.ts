import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { TEAMS_KEY } from './listTeams';

/** Ends the user's own membership. */
export function useLeaveTeam(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.POST('/api/teams/{id}/leave', { params: { path: { id } } }),
    // The page of the team is left meanwhile.
    onSuccess: () => void client.invalidateQueries({ queryKey: TEAMS_KEY }),
  });
}
