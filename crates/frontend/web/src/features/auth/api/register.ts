import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { fieldError } from '@/api/problem';
import type { Language } from '@/api/types';
import { firstRun } from '@/lib/firstRun';
import { noteUsage } from '@/lib/reporting';
import { browserTimeZone } from '@/lib/timeZone';
import { enter } from './enter';

interface RegisterInput {
  email: string;
  password: string;
  name: string;
  language: Language;
}

export function useRegister() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (input: RegisterInput) => {
      const register = (body: RegisterInput & { timeZone?: string }) =>
        unwrap(api.POST('/api/auth/register', { body }));
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
      enter(client, opened);
      noteUsage('Signed up');
    },
  });
}
