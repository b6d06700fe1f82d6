import { expect, it } from 'vitest';
import { aHabit } from '@/testing/habits';
import { choicesOf, fits } from './fittingHabits';

it.each([
  ['minutes', null, 'min', true],
  ['minutes', null, 'km', false],
  ['count', 'Glasses', 'glasses', true],
  ['count', 'стаканы', 'СТАКАНЫ', true],
  ['count', 'glasses', 'km', false],
  ['count', 'min', 'min', false],
  ['check', null, 'min', false],
] as const)('a habit in %s of %s feeds a goal in %s: %s', (measure, unit, goalUnit, expected) => {
  expect(fits(aHabit({ measure, unit }), { unit: goalUnit })).toBe(expected);
});

it('offers what fits and is not archived, and keeps what is chosen', () => {
  const habits = [
    aHabit({ id: 'reading' }),
    aHabit({ id: 'old', archivedOn: '2026-01-01' }),
    aHabit({ id: 'water', measure: 'count', unit: 'glasses' }),
  ];
  const chosen = (habitId: string | null) => ({
    unit: 'min',
    own: { amount: 0, completion: 0, habitId },
  });
  const ids = (habitId: string | null) => choicesOf(habits, chosen(habitId)).map(({ id }) => id);
  expect(ids(null)).toEqual(['reading']);
  expect(ids('old')).toEqual(['reading', 'old']);
});
