import * as v from 'valibot';
import type { MessageKey } from '@/lib/i18n';
import { REQUIRED } from '@/lib/schemas';

/** Catches obvious mistakes only: the server validates addresses. */
export const email = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty(REQUIRED),
  v.regex(/^\S+@\S+$/, 'field.email' satisfies MessageKey),
);
