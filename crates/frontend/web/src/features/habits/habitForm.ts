import { characters } from '@/lib/characters';
import type { Habit, HabitInput, Weekday } from '@/api/types';
import { MAX_AMOUNT } from '@/lib/measures';

export const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** The weekdays in the order of a week, each with its index. */
export function inOrderOf(week: readonly number[]): readonly [number, Weekday][] {
  return [...WEEKDAYS.entries()].sort(([one], [other]) => week.indexOf(one) - week.indexOf(other));
}

/** The form's values: like the request body, but targets may be missing. */
export interface HabitFormValues {
  name: string;
  category: HabitInput['category'];
  quadrant: HabitInput['quadrant'];
  direction: Habit['direction'];
  measure: Habit['measure'];
  /** The unit of a count; ignored for other measures. */
  unit: string;
  target: number | null;
  weekendTarget: number | null;
  schedule: readonly Weekday[];
  /** Null if it is scheduled by weekdays. */
  timesPerWeek: number | null;
  skillLevel: number | null;
  /** Empty for none. */
  group: string;
  effectiveFrom: string;
}

export function formOf(habit: Habit | null, today: string): HabitFormValues {
  return {
    name: habit?.name ?? '',
    category: habit?.category ?? 'skills',
    quadrant: habit?.quadrant ?? 'Q2',
    direction: habit?.direction ?? 'at_least',
    measure: habit?.measure ?? 'minutes',
    unit: habit?.unit ?? '',
    target: habit?.target ?? 30,
    weekendTarget: habit?.weekendTarget ?? null,
    schedule: habit?.schedule ?? WEEKDAYS,
    timesPerWeek: habit?.timesPerWeek ?? null,
    skillLevel: habit?.skillLevel ?? null,
    group: habit?.group ?? '',
    effectiveFrom: today,
  };
}

type FieldErrorKey =
  | 'field.required'
  | 'field.nameLong'
  | 'field.unitLong'
  | 'field.groupLong'
  | 'field.target'
  | 'field.countTarget'
  | 'field.schedule';
export type HabitErrors = Partial<Record<keyof HabitFormValues, FieldErrorKey>>;

const MAX_NAME_LENGTH = 100;
const MAX_UNIT_LENGTH = 30;
const MAX_GROUP_LENGTH = 50;

/** The values with another measure, for which the targets are entered anew. */
export function withMeasure(
  values: HabitFormValues,
  measure: HabitFormValues['measure'],
): HabitFormValues {
  if (measure === values.measure) return values;
  return { ...values, measure, target: measure === 'minutes' ? 30 : null, weekendTarget: null };
}

export function validateHabit(values: HabitFormValues): HabitErrors {
  const errors: HabitErrors = {};
  const name = values.name.trim();
  if (name === '') errors.name = 'field.required';
  else if (characters(name) > MAX_NAME_LENGTH) errors.name = 'field.nameLong';
  if (values.measure !== 'check') {
    const problem = values.measure === 'count' ? 'field.countTarget' : 'field.target';
    const most = MAX_AMOUNT[values.measure];
    const isTarget = (target: number) => target > 0 && target <= most;
    if (values.target === null || !isTarget(values.target)) errors.target = problem;
    if (values.weekendTarget !== null && !isTarget(values.weekendTarget)) {
      errors.weekendTarget = problem;
    }
  }
  if (values.measure === 'count') {
    const unit = values.unit.trim();
    if (unit === '') errors.unit = 'field.required';
    else if (characters(unit) > MAX_UNIT_LENGTH) errors.unit = 'field.unitLong';
  }
  if (characters(values.group.trim()) > MAX_GROUP_LENGTH) errors.group = 'field.groupLong';
  if (values.timesPerWeek === null && values.schedule.length === 0)
    errors.schedule = 'field.schedule';
  return errors;
}

/** The request body of a valid form. */
export function inputOf(values: HabitFormValues): HabitInput {
  const isCheck = values.measure === 'check';
  return {
    ...values,
    name: values.name.trim(),
    direction: isCheck ? 'at_least' : values.direction,
    group: values.group.trim() || null,
    unit: values.measure === 'count' ? values.unit.trim() : null,
    target: isCheck ? 1 : (values.target ?? 0),
    weekendTarget: isCheck ? null : values.weekendTarget,
    // In the order of the week.
    schedule:
      values.timesPerWeek === null ? WEEKDAYS.filter((day) => values.schedule.includes(day)) : null,
  };
}
