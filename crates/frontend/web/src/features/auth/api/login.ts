import { useMutation } from '@tanstack/react-query';
import * as v from 'valibot';
import { sessionKind, unwrap } from '@/api/client';
import { openSession } from '@/api/session';
import { useSession } from '@/api/SessionContext';
import { noteUsage } from '@/lib/reporting';
import { REQUIRED } from '@/lib/schemas';
import { password } from '../password';

export const loginSchema = v.object({
  email: v.pipe(v.string(), v.trim(), v.nonEmpty(REQUIRED)),
  password,
});

export function useLogin() {
  const session = useSession();
  return useMutation({
    mutationFn: (input: v.InferOutput<typeof loginSchema>) =>
      unwrap(session.api.POST('/api/auth/login', { body: { ...input, ...sessionKind } })),
    onSuccess: (opened) => {
      openSession(opened);
      noteUsage('Signed in');
    },
  });
}
