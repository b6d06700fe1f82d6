import { useMutation } from '@tanstack/react-query';
import * as v from 'valibot';
import { closeSession } from '@/api/session';
import { useSession } from '@/api/SessionContext';
import type { MessageKey } from '@/lib/i18n';
import { password } from '../password';

/** Asks for the account's address, since a deletion can't be undone. */
export const deleteMeSchema = (email: string) =>
  v.object({
    email: v.pipe(v.string(), v.value(email, 'field.emailMismatch' satisfies MessageKey)),
    password,
  });

export function useDeleteMe() {
  const session = useSession();
  return useMutation({
    mutationFn: (input: v.InferOutput<ReturnType<typeof deleteMeSchema>>) =>
      session.api.DELETE('/api/auth/me', { body: input }),
    onSuccess: () => closeSession(session, { erase: true }),
  });
}
