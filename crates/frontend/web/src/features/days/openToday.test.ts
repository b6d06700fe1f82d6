import { expect, it } from 'vitest';
import { aDay, anEntry, aTask } from '@/testing/days';
import { countOpen } from './openToday';

const day = aDay({
  entries: [
    anEntry({ habitId: 'not entered', target: 30, amount: null }),
    anEntry({ habitId: 'begun', target: 30, amount: 29 }),
    anEntry({ habitId: 'done', target: 30, amount: 30 }),
    anEntry({ habitId: 'not due', target: null, amount: null }),
    anEntry({ habitId: 'a limit', direction: 'at_most', target: 30, amount: null }),
  ],
  tasks: [aTask({ id: 'open', completed: false }), aTask({ id: 'done', completed: true })],
});

it('counts habits below their target, and tasks', () => {
  expect(countOpen(day)).toBe(3);
});

it('nothing is open on a day away', () => {
  expect(countOpen({ ...day, exception: { kind: 'illness', note: null } })).toBe(0);
});
