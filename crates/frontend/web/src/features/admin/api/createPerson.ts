import { useMutation, useQueryClient } from '@tanstack/react-query';
import * as v from 'valibot';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import { emailAddress } from '@/features/auth';
import { name } from '@/lib/schemas';
import type { Language } from '@/api/types';
import { afterAct } from './afterAct';

export const personSchema = v.object({ name, email: emailAddress });

/** Creates an account, whose owner chooses the password with a link. */
export function useCreatePerson() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: v.InferOutput<typeof personSchema> & { language: Language }) =>
      unwrap(api.POST('/api/admin/people', { body })),
    onSettled: () => afterAct(client),
  });
}
