import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { untilMuteEnds } from './getTeam';

const NOW = '2026-03-01T10:00:00Z';

beforeEach(() => vi.useFakeTimers({ now: new Date(NOW) }));
afterEach(() => vi.useRealTimers());

it.each([
  ['there is no mute', null, false],
  ['it ends in half an hour', '2026-03-01T10:30:00Z', 1_800_000],
  ['the clock of the server is behind', NOW, 5_000],
  ['timers do not hold for so long', '2026-03-31T10:00:00Z', 3_600_000],
])('asks for a team again when its mute ends: %s', (_, mutedUntil, wait) => {
  expect(untilMuteEnds(mutedUntil)).toBe(wait);
});
