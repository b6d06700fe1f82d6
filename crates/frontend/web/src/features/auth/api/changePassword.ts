import { useMutation } from '@tanstack/react-query';
import * as v from 'valibot';
import { sessionKind, unwrap } from '@/api/client';
import { renewSession } from '@/api/session';
import { useSession } from '@/api/SessionContext';
import { newPassword, password } from '../password';
import { sessionsQuery } from './listSessions';

export const changePasswordSchema = v.object({ currentPassword: password, newPassword });

export function useChangePassword() {
  const session = useSession();
  return useMutation({
    mutationFn: (input: v.InferOutput<typeof changePasswordSchema>) =>
      unwrap(session.api.PUT('/api/auth/password', { body: { ...input, ...sessionKind } })),
    onSuccess: ({ token }) => {
      renewSession(session, token);
      // The others have ended, and the access tokens.
      return Promise.all([
        session.queries.invalidateQueries(sessionsQuery(session.api)),
        session.queries.invalidateQueries({ queryKey: ['accessTokens'] }),
      ]);
    },
  });
}
