import { useMutation } from '@tanstack/react-query';
import * as v from 'valibot';
import { sessionKind, unwrap } from '@/api/client';
import { fieldError } from '@/api/problem';
import { openSession } from '@/api/session';
import { useSession } from '@/api/SessionContext';
import type { Language } from '@/api/types';
import { firstRun } from '@/lib/firstRun';
import { noteUsage } from '@/lib/reporting';
import { name } from '@/lib/schemas';
import { browserTimeZone } from '@/lib/timeZone';
import { email } from '../email';
import { newPassword } from '../password';

/** Without the language, which is that of the page. */
export const registerSchema = v.object({ name, email, password: newPassword });

type RegisterInput = v.InferOutput<typeof registerSchema> & { language: Language };

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
