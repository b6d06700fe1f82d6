/** The minutes of a day. */
export const MAX_MINUTES = 1440;

const HOUR = '(?:h|hr|hrs|hours?|ч|час|часа|часов)\\.?';
const MINUTE = '(?:m|min|mins|minutes?|м|мин|минут|минуты|минута)\\.?';
const FORMS: readonly [RegExp, (match: RegExpExecArray) => number][] = [
  // 90 · 90m · 90 мин
  [new RegExp(`^(\\d+) ?(?:${MINUTE})?$`), ([, minutes]) => Number(minutes)],
  // 1:30
  [/^(\d+):([0-5]\d)$/, ([, hours, minutes]) => Number(hours) * 60 + Number(minutes)],
  // 1h · 1.5h · 1,5 ч
  [
    new RegExp(`^(\\d+(?:[.,]\\d+)?) ?${HOUR}$`),
    ([, hours]) => Math.round(Number(hours?.replace(',', '.')) * 60),
  ],
  // 1h30 · 1 h 30 min · 1ч30
  [
    new RegExp(`^(\\d+) ?${HOUR} ?([0-5]?\\d) ?(?:${MINUTE})?$`),
    ([, hours, minutes]) => Number(hours) * 60 + Number(minutes),
  ],
];
/** A number that could be hours or minutes. */
const DECIMAL = /^(\d+)[.,]\d+$/;

/** Why a text is no duration: a decimal number without a unit, more than a day, or neither. */
export type AmountError = 'decimal' | 'long' | 'unreadable';

/**
 * Reads the whole text of a duration field; null for an empty one. Nothing is read from a part of
 * the text, since that would be a duration that nobody entered.
 */
export function readMinutes(
  typed: string,
  most = MAX_MINUTES,
): { minutes: number | null; problem?: never } | { minutes?: never; problem: AmountError } {
  // NFKC also turns full-width digits and no-break spaces into the plain ones.
  const text = typed.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
  if (text === '') return { minutes: null };
  for (const [form, read] of FORMS) {
    const match = form.exec(text);
    if (!match) continue;
    const minutes = read(match);
    return minutes <= most ? { minutes } : { problem: 'long' };
  }
  const decimal = DECIMAL.exec(text);
  if (!decimal) return { problem: 'unreadable' };
  return { problem: Number(decimal[1]) < MAX_MINUTES / 60 ? 'decimal' : 'long' };
}

/** 90 → `1:30`, 5 → `0:05`: one format for all fields and columns, so that they align. */
export function clockMinutes(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(Math.round(minutes) % 60).padStart(2, '0')}`;
}

/** The step of a field's − and + buttons, smaller for short targets. */
export function stepFor(target: number | null): number {
  if (target === null || target <= 30) return 5;
  return target <= 120 ? 15 : 30;
}

/** The next multiple of the step in the direction, from 0 to `most`: a day, unless told otherwise. */
export function stepMinutes(
  current: number | null,
  step: number,
  direction: 1 | -1,
  most = MAX_MINUTES,
): number {
  const from = current ?? 0;
  const next =
    direction === 1 ? (Math.floor(from / step) + 1) * step : (Math.ceil(from / step) - 1) * step;
  return Math.min(most, Math.max(0, next));
}
