import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';

function invitationQuery(api: Api, token: string) {
  return queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) =>
      unwrap(api.POST('/api/invitations/look-up', { body: { token }, signal })),
  });
}

/** The invitation of a link. Looking at it uses nothing. */
export const useInvitation = (token: string) => useQuery(invitationQuery(useApi(), token));
