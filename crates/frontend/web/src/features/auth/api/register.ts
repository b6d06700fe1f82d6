import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { Language } from '@/api/types';
import { firstRun } from '@/lib/firstRun';
import { noteUsage } from '@/lib/reporting';
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
    mutationFn: (input: RegisterInput) =>
      unwrap(
        api.POST('/api/auth/register', {
          body: { ...input, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
        }),
      ),
    onSuccess: (opened) => {
      firstRun.begin(opened.user.id);
      enter(client, opened);
      noteUsage('Signed up');
    },
  });
}
