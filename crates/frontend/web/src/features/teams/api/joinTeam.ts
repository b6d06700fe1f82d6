import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { TEAMS_KEY } from './listTeams';

/** Joins the team with a code. */
export function useJoinTeam() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { code: string }) => unwrap(api.POST('/api/teams/join', { body })),
    onSettled: () => client.invalidateQueries({ queryKey: TEAMS_KEY }),
  });
}
