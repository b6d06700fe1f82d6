import { addDays, daysBetween } from '@/lib/dates';

/** The lengths of the periods that can be chosen, in days; `all` is as long as the API allows. */
export const PERIODS = ['28', '90', '365', 'all'] as const;
export type PeriodName = (typeof PERIODS)[number];

export interface Period {
  from: string;
  to: string;
}

/** Ten years. */
const MAX_DAYS = 3653;
/** The most days of each of two periods that are compared. */
const MAX_COMPARED_DAYS = 366;

export function periodName(text: string | null): PeriodName {
  return PERIODS.find((name) => name === text) ?? '90';
}

/** The last days that are over. */
export function periodOf(name: PeriodName, today: string): Period {
  const days = name === 'all' ? MAX_DAYS : Number(name);
  return { from: addDays(today, -days), to: addDays(today, -1) };
}

/** The equally long period before one; null where they are too long to be compared. */
export function periodBefore({ from, to }: Period): Period | null {
  const days = daysBetween(from, to) + 1;
  return days > MAX_COMPARED_DAYS ? null : { from: addDays(from, -days), to: addDays(from, -1) };
}
