import { readMinutes } from '@/lib/minutes';

/** The largest amount of a goal. */
const MAX = 1e9;

/**
 * Reads an amount such as `12`, `12.5`, `12,5` or `1 000`; null if the text is none. What may have a comma for
 * thousands is not read, since elsewhere it is a decimal one.
 */
export function readAmount(typed: string): number | null {
  // NFKC also turns full-width digits and no-break spaces into the plain ones.
  const text = typed.normalize('NFKC').trim().replaceAll(' ', '').replace(',', '.');
  if (!/^\d+(\.\d{1,2})?$/.test(text)) return null;
  const amount = Number(text);
  return amount <= MAX ? amount : null;
}

/** Reads the minutes of a goal: an amount, or a duration as in the fields of a day. */
export function readGoalMinutes(typed: string): number | null {
  return readAmount(typed) ?? readMinutes(typed, MAX).minutes ?? null;
}
