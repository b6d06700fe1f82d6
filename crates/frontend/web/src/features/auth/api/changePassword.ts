import { useMutation } from '@tanstack/react-query';
import { sessionKind, unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import { renewSession } from '@/api/session';
import { useSession } from '@/api/SessionContext';

export function useChangePassword() {
  const session = useSession();
  return useMutation({
    mutationFn: (input: { currentPassword: string; newPassword: string }) =>
      unwrap(session.api.PUT('/api/auth/password', { body: { ...input, ...sessionKind } })),
    onSuccess: ({ token }) => {
      renewSession(session, token);
      // The others have ended.
      return session.queries.invalidateQueries({ queryKey: queryKeys.sessions });
    },
  });
}
