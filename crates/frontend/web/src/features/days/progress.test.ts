import { expect, it } from 'vitest';
import { anEntry } from '@/testing/days';
import { progressOf, targetOf } from './progress';

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
] as const)('%s %s with %s is %s', (direction, target, amount, state, share, over) => {
  const entry = anEntry({ habitId: 'phone', direction, target });
  expect(progressOf(entry, amount)).toEqual({ share, state, over });
});

it('takes the target of a habit due n times a week also on a day on which it need not be done', () => {
  const week = { times: 3, done: 1, target: 30 };
  const entry = anEntry({ habitId: 'run', scheduled: false, target: null, week });
  expect(targetOf(entry)).toBe(30);
  expect(progressOf(entry, 15)).toEqual({ share: 0.5, state: 'open', over: 0 });
  expect(targetOf({ ...entry, week: null })).toBeNull();
});
