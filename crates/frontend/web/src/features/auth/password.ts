import { characters } from '@/lib/characters';

const LEAST_CHARACTERS = 8;
const MAX_BYTES = 72;

/** Validates a new password by the server's rules, in the form that the server hashes. */
export function validatePassword(
  typed: string,
):
  'field.required' | 'field.passwordShort' | 'field.passwordLong' | 'field.passwordControl' | null {
  const password = typed.replace(/\p{Zs}/gu, ' ').normalize('NFC');
  if (password === '') return 'field.required';
  if (/\p{Cc}/u.test(password)) return 'field.passwordControl';
  if (characters(password) < LEAST_CHARACTERS) return 'field.passwordShort';
  if (new TextEncoder().encode(password).length > MAX_BYTES) return 'field.passwordLong';
  return null;
}
