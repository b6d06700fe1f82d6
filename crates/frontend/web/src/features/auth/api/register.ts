import { useMutation } from '@tanstack/react-query';
import { sessionKind, unwrap } from '@/api/client';
import { openSession } from '@/api/session';
import { useSession } from '@/api/SessionContext';
import type { Language } from '@/api/types';
import { firstRun } from '@/lib/firstRun';
import { noteUsage } from '@/lib/reporting';

interface RegisterInput {
  email: string;
  password: string;
  name: string;
  language: Language;
}

export function useRegister() {
  const session = useSession();
  return useMutation({
    mutationFn: (input: RegisterInput) =>
      unwrap(
        session.api.POST('/api/auth/register', {
          body: {
            ...input,
            ...sessionKind,
            timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          },
        }),
      ),
    onSuccess: (opened) => {
      firstRun.begin(opened.user.id);
      openSession(opened);
      noteUsage('Signed up');
    },
  });
}
