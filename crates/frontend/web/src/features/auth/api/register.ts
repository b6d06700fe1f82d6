import { useMutation } from '@tanstack/react-query';
import { sessionKind, unwrap } from '@/api/client';
import { fieldError } from '@/api/problem';
import { openSession } from '@/api/session';
import { useSession } from '@/api/SessionContext';
import type { Language } from '@/api/types';
import { firstRun } from '@/lib/firstRun';
import { noteUsage } from '@/lib/reporting';
import { browserTimeZone } from '@/lib/timeZone';

interface RegisterInput {
  email: string;
  password: string;
  name: string;
  language: Language;
}

export function useRegister() {
  const session = useSession();
  return useMutation({
    mutationFn: async (input: RegisterInput) => {
      const register = (body: RegisterInput & { timeZone?: string }) =>
        unwrap(session.api.POST('/api/auth/register', { body: { ...body, ...sessionKind } }));
      const timeZone = browserTimeZone();
      if (timeZone === undefined) return register(input);
      try {
        return await register({ ...input, timeZone });
      } catch (error) {
        // The form has no field for it: the server's default is UTC, and the profile says so.
        if (fieldError(error, '/timeZone') === undefined) throw error;
        return register(input);
      }
    },
    onSuccess: (opened) => {
      firstRun.begin(opened.user.id);
      openSession(opened);
      noteUsage('Signed up');
    },
  });
}
