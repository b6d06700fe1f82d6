import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { InvitationTarget } from '@/api/types';

export const INVITATIONS_KEY = ['invitations'] as const;

/** Those to a team are the ones of all its leaders and deputies. */
function invitationsQuery(api: Api, target: InvitationTarget) {
  const { kind } = target;
  const teamId = target.kind === 'team' ? target.teamId : null;
  return infiniteQueryOptions({
    queryKey: [...INVITATIONS_KEY, kind, teamId],
    queryFn: ({ pageParam: before, signal }) =>
      unwrap(
        api.GET('/api/invitations', {
          params: { query: { kind, ...(teamId && { teamId }), ...(before && { before }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ invitations, more }) => (more ? invitations.at(-1)?.id : null),
    staleTime: 0,
  });
}

/** The invitations that were sent, the latest first. */
export const useInvitations = (target: InvitationTarget) =>
  useInfiniteQuery(invitationsQuery(useApi(), target));
