import { useMutation, useQueryClient } from '@tanstack/react-query';
import type * as v from 'valibot';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { teamSchema } from '../teamSchema';
import { TEAMS_KEY } from './listTeams';

/** Creates a team, which the user leads. */
export function useCreateTeam() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: v.InferOutput<typeof teamSchema>) =>
      unwrap(api.POST('/api/teams', { body })),
    onSettled: () => client.invalidateQueries({ queryKey: TEAMS_KEY }),
  });
}
