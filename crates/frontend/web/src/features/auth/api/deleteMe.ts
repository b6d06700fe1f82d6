import { useMutation } from '@tanstack/react-query';
import { closeSession } from '@/api/session';
import { useSession } from '@/api/SessionContext';

export function useDeleteMe() {
  const session = useSession();
  return useMutation({
    mutationFn: (input: { email: string; password: string }) =>
      session.api.DELETE('/api/auth/me', { body: input }),
    onSuccess: () => closeSession(session, { erase: true }),
  });
}
