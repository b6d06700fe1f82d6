import { characters } from '@/lib/characters';

const LEAST_CHARACTERS = 8;
const MOST_BYTES = 72;

/** What is wrong with a new password; the server applies the same two rules. */
export function passwordFault(
  password: string,
): 'field.required' | 'field.passwordShort' | 'field.passwordLong' | null {
  if (password === '') return 'field.required';
  if (characters(password) < LEAST_CHARACTERS) return 'field.passwordShort';
  if (new TextEncoder().encode(password).length > MOST_BYTES) return 'field.passwordLong';
  return null;
}
