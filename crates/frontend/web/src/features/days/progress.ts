import type { Entry } from '@/api/types';

/** What the minutes of a habit mean against its target, which may be a limit. */
export interface Progress {
  /** The part of the bar that is filled, 0 to 1. */
  share: number;
  state: 'open' | 'reached' | 'over';
  /** The minutes above a limit. */
  over: number;
}

/** A limit is kept from the first entry on, for as long as the minutes do not exceed it. */
export function progressOf(entry: Entry, minutes: number | null): Progress {
  const { targetMinutes, direction } = entry;
  if (targetMinutes === null || minutes === null) return { share: 0, state: 'open', over: 0 };
  const share = Math.min(1, minutes / targetMinutes);
  const over = Math.max(0, minutes - targetMinutes);
  if (direction === 'at_least') {
    return { share, state: minutes >= targetMinutes ? 'reached' : 'open', over: 0 };
  }
  return { share, state: over > 0 ? 'over' : 'reached', over };
}
