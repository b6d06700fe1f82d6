import { useMutation } from '@tanstack/react-query';
import { closeSession } from '@/api/session';
import { useSession } from '@/api/SessionContext';
import { signOut } from '@/api/signOut';

/**
 * Ends this session, or all of them, after sending unsaved edits as far as possible. This one ends even
 * if the server does not answer; all of them only with its answer.
 */
export function useLogout() {
  const session = useSession();
  return useMutation({
    mutationFn: async (scope: 'here' | 'everywhere') => {
      await session.prepareToLeave();
      if (scope === 'everywhere') await session.api.POST('/api/auth/logout-all');
      else await signOut(session);
    },
    onSuccess: () => closeSession(session),
  });
}
