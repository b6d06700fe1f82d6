import * as v from 'valibot';
import { characters } from './characters';
import type { MessageKey } from './i18n';
import { isLookupCode, readLookupCode } from './lookupCode';

/** A text without blanks around it, of at most so many characters. */
export const trimmedText = (most: number, tooLong: MessageKey) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.check((text) => characters(text) <= most, tooLong),
  );

export const REQUIRED = 'field.required' satisfies MessageKey;

/** The same, filled in. */
export const requiredText = (most: number, tooLong: MessageKey) =>
  v.pipe(v.string(), v.trim(), v.nonEmpty(REQUIRED), trimmedText(most, tooLong));

/** The name of a user or of a habit. */
export const name = requiredText(100, 'field.nameLong');

/** The code of a person or a team, as it is typed, pasted, or in a link. */
export const lookupCode = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty(REQUIRED),
  v.transform(readLookupCode),
  v.check(isLookupCode, 'field.code'),
);
