import { useMutation, useQueryClient } from '@tanstack/react-query';
import * as v from 'valibot';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { lookupCode } from '@/lib/schemas';
import { TEAMS_KEY } from './listTeams';

export const joinSchema = v.object({ code: lookupCode });

/** Joins the team with a code. */
export function useJoinTeam() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: v.InferOutput<typeof joinSchema>) =>
      unwrap(api.POST('/api/teams/join', { body })),
    onSettled: () => client.invalidateQueries({ queryKey: TEAMS_KEY }),
  });
}
