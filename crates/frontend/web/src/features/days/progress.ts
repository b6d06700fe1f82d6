import type { Entry } from '@/api/types';
import { countStepFor } from '@/lib/counts';
import { stepFor } from '@/lib/minutes';

/** What the amount of a habit means against its target, which may be a limit. */
export interface Progress {
  /** The part of the bar that is filled, 0 to 1. */
  share: number;
  state: 'open' | 'reached' | 'over';
  /** The amount above a limit. */
  over: number;
}

/** The target that counts on the day, or would: a habit due n times a week may be done on any day. */
export function targetOf(entry: Entry): number | null {
  return entry.target ?? entry.week?.target ?? null;
}

/** By how much − and + change the amount. */
export function stepOf(entry: Entry): number {
  const target = targetOf(entry);
  return entry.measure === 'count' ? countStepFor(target) : stepFor(target);
}

/** A limit is kept from the first entry on, for as long as the amount does not exceed it. */
export function progressOf(entry: Entry, amount: number | null): Progress {
  const target = targetOf(entry);
  const { direction } = entry;
  if (target === null || amount === null) return { share: 0, state: 'open', over: 0 };
  const share = Math.min(1, amount / target);
  const over = Math.max(0, amount - target);
  if (direction === 'at_least') {
    return { share, state: amount >= target ? 'reached' : 'open', over: 0 };
  }
  return { share, state: over > 0 ? 'over' : 'reached', over };
}
