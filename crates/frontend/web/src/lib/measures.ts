import { MAX_COUNT } from './counts';
import { MAX_MINUTES } from './minutes';

/** What an amount is. */
export interface Measured {
  measure: 'minutes' | 'count' | 'check';
  /** The unit of a count. */
  unit: string | null;
}

/** The largest amount of a day, and the largest target. */
export const MAX_AMOUNT = { minutes: MAX_MINUTES, count: MAX_COUNT, check: 1 } as const;
