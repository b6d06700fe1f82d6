import * as v from 'valibot';
import { expect, it } from 'vitest';
import { formOf, goalSchema, type GoalFormValues } from './goalForm';

const RUN: GoalFormValues = {
  title: ' Run ',
  source: 'entered',
  measure: 'minutes',
  target: '42,5',
  unit: ' km ',
  from: '2026-03-01',
  to: '2026-03-31',
};

const problems = (change: Partial<GoalFormValues>) => {
  const { issues = [] } = v.safeParse(goalSchema, { ...RUN, ...change });
  return issues.map((issue) => [issue.path?.[0]?.key, issue.message]);
};

it.each([
  [{}, { source: 'entered', unit: 'km' }],
  [{ source: 'habit' }, { source: 'habit', unit: 'min' }],
  [
    { source: 'habit', measure: 'count' },
    { source: 'habit', unit: 'km' },
  ],
] as const)('%j makes the body of a request', (change, body) => {
  expect(v.parse(goalSchema, { ...RUN, ...change })).toEqual({
    title: 'Run',
    target: 42.5,
    from: '2026-03-01',
    to: '2026-03-31',
    ...body,
  });
});

it.each([
  ['1h30', 90],
  ['1 000', 1000],
  ['50:00', 3000],
  ['42,5', 42.5],
])('%s is a target in minutes', (target, minutes) => {
  const goal = v.parse(goalSchema, { ...RUN, source: 'habit', target });
  expect(goal.target).toBe(minutes);
});

it.each([
  [{ title: ' ' }, 'title', 'field.required'],
  [{ title: 'x'.repeat(201) }, 'title', 'teamGoal.titleLong'],
  [{ target: '' }, 'target', 'teamGoal.amountUnreadable'],
  [{ target: '1h30' }, 'target', 'teamGoal.amountUnreadable'],
  [{ source: 'habit' as const, target: '' }, 'target', 'field.minutes_unreadable'],
  [{ target: '0' }, 'target', 'teamGoal.targetZero'],
  [{ unit: '' }, 'unit', 'field.required'],
  [{ unit: 'x'.repeat(21) }, 'unit', 'teamGoal.unitLong'],
  [{ to: '' }, 'to', 'teamRange.dates'],
  [{ to: '2026-02-28' }, 'to', 'teamRange.reversed'],
  [{ to: '2027-04-05' }, 'to', 'teamRange.long'],
])('%j is told at its field', (change, field, message) => {
  expect(problems(change)).toEqual([[field, message]]);
});

it('all that is wrong is told at once', () => {
  expect(problems({ title: '', target: '', unit: '', to: '' })).toEqual([
    ['title', 'field.required'],
    ['target', 'teamGoal.amountUnreadable'],
    ['unit', 'field.required'],
    ['to', 'teamRange.dates'],
  ]);
});

it('a goal of 400 days, and a unit that is not asked for, are fine', () => {
  expect(problems({ to: '2027-04-04' })).toEqual([]);
  expect(problems({ source: 'habit', unit: '' })).toEqual([]);
});

it('a new goal runs for thirty days from today', () => {
  expect(formOf(null, '2026-03-01')).toMatchObject({ from: '2026-03-01', to: '2026-03-30' });
});
