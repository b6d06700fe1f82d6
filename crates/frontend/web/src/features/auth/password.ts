import * as v from 'valibot';
import { characters } from '@/lib/characters';
import type { MessageKey } from '@/lib/i18n';
import { REQUIRED } from '@/lib/schemas';

const LEAST_CHARACTERS = 8;
const MAX_BYTES = 72;

/** The form in which the server hashes a password. */
const hashed = (typed: string) => typed.replace(/\p{Zs}/gu, ' ').normalize('NFC');

const bytes = (text: string) => new TextEncoder().encode(text).length;

/** A password that exists already. */
export const password = v.pipe(v.string(), v.nonEmpty(REQUIRED));

/** A new password, by the server's rules. */
export const newPassword = v.pipe(
  password,
  v.check((typed) => !/\p{Cc}/u.test(typed), 'field.passwordControl' satisfies MessageKey),
  v.check(
    (typed) => characters(hashed(typed)) >= LEAST_CHARACTERS,
    'field.passwordShort' satisfies MessageKey,
  ),
  v.check((typed) => bytes(hashed(typed)) <= MAX_BYTES, 'field.passwordLong' satisfies MessageKey),
);
