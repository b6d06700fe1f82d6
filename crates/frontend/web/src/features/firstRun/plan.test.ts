import { expect, it } from 'vitest';
import { aHabit } from '@/testing/habits';
import { plannedDay } from './plan';

const choice = (target: number | null, chosen = true, given = {}) => ({
  habit: aHabit(given),
  chosen,
  target,
});

it('adds up the targets of the chosen habits that are measured in minutes', () => {
  const choices = [
    choice(480),
    choice(60),
    choice(30, false),
    choice(null),
    choice(8, true, { measure: 'count', unit: 'glasses' }),
  ];
  expect(plannedDay(choices)).toEqual({ habits: 4, minutes: 540, left: 900 });
});

it('tells what is more than a day has', () => {
  expect(plannedDay([choice(1000), choice(500)]).left).toBe(-60);
});
