import { characters } from '@/lib/characters';

const LEAST_CHARACTERS = 8;
const MOST_BYTES = 72;

/** Validates a new password by the server's rules. */
export function validatePassword(
  password: string,
): 'field.required' | 'field.passwordShort' | 'field.passwordLong' | null {
  if (password === '') return 'field.required';
  if (characters(password) < LEAST_CHARACTERS) return 'field.passwordShort';
  if (new TextEncoder().encode(password).length > MOST_BYTES) return 'field.passwordLong';
  return null;
}
