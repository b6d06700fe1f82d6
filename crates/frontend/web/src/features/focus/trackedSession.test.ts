import { describe, expect, it } from 'vitest';
import { trackedAt } from './trackedSession';

const MINUTE_MS = 60_000;
const open = { id: 'a', date: '2026-03-03', plannedMinutes: null };
const seen = { id: 'a', date: '2026-03-03', seenAt: 0 };

describe('trackedAt', () => {
  it('begins with a session, and with the next one', () => {
    expect(trackedAt(null, open, 5)).toEqual({ ...seen, seenAt: 5 });
    expect(trackedAt({ ...seen, id: 'b' }, open, 5)).toEqual({ ...seen, seenAt: 5 });
  });

  it('is written now and then', () => {
    expect(trackedAt(seen, open, 1_000)).toBe(seen);
    expect(trackedAt(seen, open, 20_000)).toEqual({ ...seen, seenAt: 20_000 });
  });

  it('has a gap after a sleep, which stays until it is answered', () => {
    const later = 180 * MINUTE_MS;
    const slept = trackedAt(seen, open, later);
    expect(slept).toEqual({ ...seen, seenAt: later, gapFrom: 0 });
    expect(trackedAt(slept, open, 2 * later)?.gapFrom).toBe(0);
  });

  it('asks nothing of a session that ends by itself', () => {
    const planned = { ...open, plannedMinutes: 90 };
    expect(trackedAt(seen, planned, 30 * MINUTE_MS)?.gapFrom).toBeUndefined();
  });
});
