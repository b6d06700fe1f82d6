import { addDays, daysBetween, monthOf } from '@/lib/dates';

/** Longer ranges are labelled by their months. */
const MOST_DAYS = 92;
/** Longer ranges are labelled by their years. */
const MOST_DAYS_OF_MONTHS = 548;

export type LabelUnit = 'years' | 'months' | 'days';

/** The dates that have a label under the axis of a chart: begins of years or months, or days at equal distances. */
export function labelledDates(
  from: string,
  to: string,
  narrow: boolean,
): { unit: LabelUnit; dates: readonly string[] } {
  const count = daysBetween(from, to) + 1;
  const all = Array.from({ length: count }, (_, day) => addDays(from, day));
  if (count > MOST_DAYS_OF_MONTHS) {
    return { unit: 'years', dates: all.filter((date) => date.endsWith('-01-01')) };
  }
  if (count > MOST_DAYS) {
    const begins = all.filter((date) => date.endsWith('-01'));
    return { unit: 'months', dates: begins.filter((date) => !narrow || monthOf(date) % 2 === 1) };
  }
  const step = Math.ceil(count / (narrow ? 3 : 5));
  return { unit: 'days', dates: all.filter((_, day) => day % step === 0) };
}
