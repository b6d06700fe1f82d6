import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Api } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { afterTeamChange } from './afterTeamChange';

export type ModerationAct =
  | { kind: 'warn'; reason: string }
  | { kind: 'mute'; reason: string; until: string }
  | { kind: 'unmute' }
  | { kind: 'remove'; reason: string };

/** Does something about a member. */
export function useModerate(id: string, user: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (act: ModerationAct) => send(api, { id, user }, act),
    // The page of who is removed is left meanwhile.
    onSettled: () => void afterTeamChange(client, id),
  });
}

function send(api: Api, path: { id: string; user: string }, act: ModerationAct): Promise<unknown> {
  const params = { path };
  switch (act.kind) {
    case 'warn':
      return api.POST('/api/teams/{id}/members/{user}/warnings', {
        params,
        body: { reason: act.reason },
      });
    case 'mute':
      return api.PUT('/api/teams/{id}/members/{user}/muting', {
        params,
        body: { reason: act.reason, until: act.until },
      });
    case 'unmute':
      return api.DELETE('/api/teams/{id}/members/{user}/muting', { params });
    case 'remove':
      return api.POST('/api/teams/{id}/members/{user}/remove', {
        params,
        body: { reason: act.reason },
      });
  }
}
