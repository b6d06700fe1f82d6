import { useMutation, useQueryClient } from '@tanstack/react-query';
import type * as v from 'valibot';
import { useApi } from '@/api/SessionContext';
import type { teamSchema } from '../teamSchema';
import { afterTeamChange } from './afterTeamChange';

/** Changes the name and the description of a team. */
export function useUpdateTeam(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: v.InferOutput<typeof teamSchema>) =>
      api.PUT('/api/teams/{id}', { params: { path: { id } }, body }),
    onSettled: () => afterTeamChange(client, id),
  });
}
