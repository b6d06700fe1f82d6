import { useMutation, useQueryClient } from '@tanstack/react-query';
import * as v from 'valibot';
import { unwrap } from '@/api/client';
import { ApiProblem } from '@/api/problem';
import { useApi } from '@/api/SessionContext';
import { requiredText } from '@/lib/schemas';
import { teamQuery } from './getTeam';
import { activityKey } from './listActivity';

export const MAX_MESSAGE_LENGTH = 280;

export const teamMessageSchema = v.object({
  text: requiredText(MAX_MESSAGE_LENGTH, 'teamFeed.long'),
});

/** Writes a message to a team. */
export function useSendTeamMessage(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: v.InferOutput<typeof teamMessageSchema>) =>
      unwrap(api.POST('/api/teams/{id}/messages', { params: { path: { id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: activityKey(id) }),
    onError: async (error) => {
      // Muted meanwhile: the team tells until when.
      if (error instanceof ApiProblem && error.code === 'muted') {
        await client.invalidateQueries({ ...teamQuery(api, id), exact: true });
      }
    },
  });
}
