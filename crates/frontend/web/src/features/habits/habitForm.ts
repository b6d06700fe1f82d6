import { characters } from '@/lib/characters';
import type { Habit, HabitInput, Weekday } from '@/api/types';

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
  targetMinutes: number | null;
  weekendTargetMinutes: number | null;
  schedule: readonly Weekday[];
  skillLevel: number | null;
  effectiveFrom: string;
}

export function formOf(habit: Habit | null, today: string): HabitFormValues {
  return {
    name: habit?.name ?? '',
    category: habit?.category ?? 'skills',
    quadrant: habit?.quadrant ?? 'Q2',
    direction: habit?.direction ?? 'at_least',
    targetMinutes: habit?.targetMinutes ?? 30,
    weekendTargetMinutes: habit?.weekendTargetMinutes ?? null,
    schedule: habit?.schedule ?? WEEKDAYS,
    skillLevel: habit?.skillLevel ?? null,
    effectiveFrom: today,
  };
}

type FieldErrorKey = 'field.required' | 'field.nameLong' | 'field.target' | 'field.schedule';
export type HabitErrors = Partial<Record<keyof HabitFormValues, FieldErrorKey>>;

const MOST_NAME_CHARACTERS = 100;

export function validateHabit(values: HabitFormValues): HabitErrors {
  const errors: HabitErrors = {};
  const name = values.name.trim();
  if (name === '') errors.name = 'field.required';
  else if (characters(name) > MOST_NAME_CHARACTERS) errors.name = 'field.nameLong';
  if (!values.targetMinutes) errors.targetMinutes = 'field.target';
  if (values.weekendTargetMinutes === 0) errors.weekendTargetMinutes = 'field.target';
  if (values.schedule.length === 0) errors.schedule = 'field.schedule';
  return errors;
}

/** The request body of a valid form. */
export function inputOf(values: HabitFormValues): HabitInput {
  return {
    ...values,
    name: values.name.trim(),
    targetMinutes: values.targetMinutes ?? 0,
    // In the order of the week.
    schedule: WEEKDAYS.filter((day) => values.schedule.includes(day)),
  };
}
