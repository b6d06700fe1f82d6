/** The largest count of a day. */
export const MAX_COUNT = 10_000;

/** Why a text is no count: more than the largest one, or no whole number. */
export type CountProblem = 'long' | 'unreadable';

/** Reads the whole text of a count's field; null for an empty one. */
export function readCount(
  typed: string,
): { count: number | null; problem?: never } | { count?: never; problem: CountProblem } {
  // NFKC also turns full-width digits and no-break spaces into the plain ones.
  const text = typed.normalize('NFKC').trim();
  if (text === '') return { count: null };
  // 8000 · 8 000 · 8,000
  const digits = /^\d{1,3}(?:[ ,]\d{3})+$/.test(text) ? text.replace(/[ ,]/g, '') : text;
  if (!/^\d+$/.test(digits)) return { problem: 'unreadable' };
  const count = Number(digits);
  return count <= MAX_COUNT ? { count } : { problem: 'long' };
}

/** The step of a count's − and + buttons, smaller for small targets. */
export function countStepFor(target: number | null): number {
  if (target === null || target <= 20) return 1;
  if (target <= 100) return 5;
  return target <= 1000 ? 50 : 500;
}
