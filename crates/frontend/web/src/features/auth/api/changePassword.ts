import { useMutation } from '@tanstack/react-query';
import { sessionKind, unwrap } from '@/api/client';
import { renewSession } from '@/api/session';
import { useSession } from '@/api/SessionContext';
import { sessionsQuery } from './listSessions';

export function useChangePassword() {
  const session = useSession();
  return useMutation({
    mutationFn: (input: { currentPassword: string; newPassword: string }) =>
      unwrap(session.api.PUT('/api/auth/password', { body: { ...input, ...sessionKind } })),
    onSuccess: ({ token }) => {
      renewSession(session, token);
      // The others have ended.
      return session.queries.invalidateQueries(sessionsQuery(session.api));
    },
  });
}
