import { flatten, parse, safeParse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { formOf, type HabitFormValues, habitSchema, measureChange } from './habitForm';

const withMeasure = (values: HabitFormValues, measure: HabitFormValues['measure']) => ({
  ...values,
  ...measureChange(values, measure),
});
const inputOf = (values: HabitFormValues) => parse(habitSchema, values);
/** The first message of each field. */
const errorsOf = (values: HabitFormValues) => {
  const { issues } = safeParse(habitSchema, values);
  const nested = Object.entries(issues ? (flatten<typeof habitSchema>(issues).nested ?? {}) : {});
  return Object.fromEntries(nested.map(([field, messages]) => [field, messages?.[0]]));
};

const minutes: HabitFormValues = { ...formOf(null, '2026-03-18'), name: 'Reading' };
const count: HabitFormValues = { ...withMeasure(minutes, 'count'), unit: 'glasses', target: 8 };
const check: HabitFormValues = withMeasure(minutes, 'check');

describe('the form of a habit', () => {
  it('has a target of half an hour for a new one', () => {
    expect(errorsOf(minutes)).toEqual({});
    expect(inputOf(minutes)).toMatchObject({ measure: 'minutes', unit: null, target: 30 });
  });

  it('asks for the target again when the measure changes', () => {
    const changed = withMeasure({ ...minutes, target: 45, weekendTarget: 60 }, 'count');
    expect([changed.target, changed.weekendTarget]).toEqual([null, null]);
    expect(withMeasure(changed, 'minutes').target).toBe(30);
    expect(measureChange(minutes, 'minutes')).toEqual({});
  });

  it('asks for the unit and the target of a count', () => {
    expect(errorsOf(count)).toEqual({});
    expect(errorsOf({ ...count, unit: ' ', target: null })).toEqual({
      unit: 'field.required',
      target: 'field.countTarget',
    });
    expect(errorsOf({ ...count, unit: 'x'.repeat(31) })).toEqual({ unit: 'field.unitLong' });
    expect(errorsOf({ ...count, unit: '🥛'.repeat(30) })).toEqual({});
    expect(errorsOf({ ...count, target: 10_001 })).toEqual({ target: 'field.countTarget' });
    expect(errorsOf({ ...count, weekendTarget: 0 })).toEqual({
      weekendTarget: 'field.countTarget',
    });
    expect(inputOf({ ...count, unit: ' glasses ' })).toMatchObject({
      measure: 'count',
      unit: 'glasses',
      target: 8,
    });
  });

  it('asks for nothing of a check, whose target is 1', () => {
    expect(errorsOf(check)).toEqual({});
    const input = inputOf({ ...check, direction: 'at_most', unit: 'times', weekendTarget: 3 });
    expect(input).toMatchObject({
      measure: 'check',
      unit: null,
      target: 1,
      weekendTarget: null,
      direction: 'at_least',
    });
  });

  it('has either weekdays or a number of times a week', () => {
    const weekly = { ...minutes, schedule: [], timesPerWeek: 3 };
    expect(errorsOf(weekly)).toEqual({});
    expect(inputOf(weekly)).toMatchObject({ schedule: null, timesPerWeek: 3 });
    expect(errorsOf({ ...weekly, timesPerWeek: null })).toEqual({ schedule: 'field.schedule' });
    expect(inputOf({ ...minutes, schedule: ['fri', 'mon'] })).toMatchObject({
      schedule: ['mon', 'fri'],
      timesPerWeek: null,
    });
  });

  it('has a group or none', () => {
    expect(inputOf(minutes).group).toBeNull();
    expect(inputOf({ ...minutes, group: ' Morning ' }).group).toBe('Morning');
    expect(errorsOf({ ...minutes, group: 'x'.repeat(51) })).toEqual({ group: 'field.groupLong' });
  });

  it('limits a target in minutes to a day', () => {
    expect(errorsOf({ ...minutes, target: 0 })).toEqual({ target: 'field.target' });
    expect(errorsOf({ ...minutes, weekendTarget: 1441 })).toEqual({
      weekendTarget: 'field.target',
    });
  });
});
