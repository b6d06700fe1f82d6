import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { TEAMS_KEY } from './listTeams';

/** Deletes a team with all that belongs to it. */
export function useDissolveTeam(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.DELETE('/api/teams/{id}', { params: { path: { id } } }),
    // The page of the team is left meanwhile.
    onSuccess: () => void client.invalidateQueries({ queryKey: TEAMS_KEY }),
  });
}
