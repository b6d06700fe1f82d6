import * as v from 'valibot';
import { unwrap } from '@/api/client';
import type { Language } from '@/api/types';
import { name } from '@/lib/schemas';
import { email } from '../email';
import { newPassword } from '../password';
import { useOpenAccount } from './openAccount';

/** Without the language, which is that of the page. */
export const registerSchema = v.object({ name, email, password: newPassword });

export type RegisterInput = v.InferOutput<typeof registerSchema> & { language: Language };

export function useRegister() {
  return useOpenAccount<RegisterInput>({
    send: (api, body) => unwrap(api.POST('/api/auth/register', { body })),
  });
}
