import { useMutation } from '@tanstack/react-query';
import { sessionKind, unwrap } from '@/api/client';
import { openSession } from '@/api/session';
import { useSession } from '@/api/SessionContext';
import { noteUsage } from '@/lib/reporting';

export function useLogin() {
  const session = useSession();
  return useMutation({
    mutationFn: (input: { email: string; password: string }) =>
      unwrap(session.api.POST('/api/auth/login', { body: { ...input, ...sessionKind } })),
    onSuccess: (opened) => {
      openSession(opened);
      noteUsage('Signed in');
    },
  });
}
