import { expect, it } from 'vitest';
import { isRecent } from './warnings';

it.each([
  ['2026-03-31T12:00:00Z', true],
  ['2026-03-02T12:00:01Z', true],
  ['2026-03-02T12:00:00Z', false],
  ['2025-12-31T12:00:00Z', false],
])('a warning of %s is of the last 30 days: %s', (at, expected) => {
  expect(isRecent({ at }, new Date('2026-04-01T12:00:00Z'))).toBe(expected);
});
