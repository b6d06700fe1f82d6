import { describe, expect, it } from 'vitest';
import { formOf, type HabitFormValues, inputOf, validateHabit, withMeasure } from './habitForm';

const minutes: HabitFormValues = { ...formOf(null, '2026-03-18'), name: 'Reading' };
const count: HabitFormValues = { ...withMeasure(minutes, 'count'), unit: 'glasses', target: 8 };
const check: HabitFormValues = withMeasure(minutes, 'check');

describe('the form of a habit', () => {
  it('has a target of half an hour for a new one', () => {
    expect(validateHabit(minutes)).toEqual({});
    expect(inputOf(minutes)).toMatchObject({ measure: 'minutes', unit: null, target: 30 });
  });

  it('asks for the target again when the measure changes', () => {
    const changed = withMeasure({ ...minutes, target: 45, weekendTarget: 60 }, 'count');
    expect([changed.target, changed.weekendTarget]).toEqual([null, null]);
    expect(withMeasure(changed, 'minutes').target).toBe(30);
    expect(withMeasure(minutes, 'minutes')).toBe(minutes);
  });

  it('asks for the unit and the target of a count', () => {
    expect(validateHabit(count)).toEqual({});
    expect(validateHabit({ ...count, unit: ' ', target: null })).toEqual({
      unit: 'field.required',
      target: 'field.countTarget',
    });
    expect(validateHabit({ ...count, unit: 'x'.repeat(31) }).unit).toBe('field.unitLong');
    expect(validateHabit({ ...count, unit: '🥛'.repeat(30) })).toEqual({});
    expect(validateHabit({ ...count, target: 10_001 }).target).toBe('field.countTarget');
    expect(validateHabit({ ...count, weekendTarget: 0 }).weekendTarget).toBe('field.countTarget');
    expect(inputOf({ ...count, unit: ' glasses ' })).toMatchObject({
      measure: 'count',
      unit: 'glasses',
      target: 8,
    });
  });

  it('asks for nothing of a check, whose target is 1', () => {
    expect(validateHabit(check)).toEqual({});
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
    expect(validateHabit(weekly)).toEqual({});
    expect(inputOf(weekly)).toMatchObject({ schedule: null, timesPerWeek: 3 });
    expect(validateHabit({ ...weekly, timesPerWeek: null }).schedule).toBe('field.schedule');
    expect(inputOf({ ...minutes, schedule: ['fri', 'mon'] })).toMatchObject({
      schedule: ['mon', 'fri'],
      timesPerWeek: null,
    });
  });

  it('has a group or none', () => {
    expect(inputOf(minutes).group).toBeNull();
    expect(inputOf({ ...minutes, group: ' Morning ' }).group).toBe('Morning');
    expect(validateHabit({ ...minutes, group: 'x'.repeat(51) }).group).toBe('field.groupLong');
  });

  it('limits a target in minutes to a day', () => {
    expect(validateHabit({ ...minutes, target: 0 }).target).toBe('field.target');
    expect(validateHabit({ ...minutes, weekendTarget: 1441 }).weekendTarget).toBe('field.target');
  });
});
