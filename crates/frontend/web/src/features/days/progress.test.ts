import { expect, it } from 'vitest';
import { anEntry } from '@/testing/days';
import { progressOf } from './progress';

it.each([
  ['at_least', 60, null, 'open', 0, 0],
  ['at_least', 60, 0, 'open', 0, 0],
  ['at_least', 60, 59, 'open', 59 / 60, 0],
  ['at_least', 60, 60, 'reached', 1, 0],
  ['at_least', 60, 90, 'reached', 1, 0],
  ['at_most', 60, null, 'open', 0, 0],
  ['at_most', 60, 0, 'reached', 0, 0],
  ['at_most', 60, 60, 'reached', 1, 0],
  ['at_most', 60, 61, 'over', 1, 1],
  ['at_most', 60, 1440, 'over', 1, 1380],
  ['at_most', null, 30, 'open', 0, 0],
] as const)('%s %s with %s is %s', (direction, targetMinutes, minutes, state, share, over) => {
  const entry = anEntry({ habitId: 'phone', direction, targetMinutes });
  expect(progressOf(entry, minutes)).toEqual({ share, state, over });
});
