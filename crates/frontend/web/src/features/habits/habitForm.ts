import { characters } from '@/lib/characters';
import type { Habit, HabitInput, Weekday } from '@/api/types';

export const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** What the form holds: like the body, with targets that may still be missing. */
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

type Fault = 'field.required' | 'field.nameLong' | 'field.target' | 'field.schedule';
export type HabitFaults = Partial<Record<keyof HabitFormValues, Fault>>;

const MOST_NAME_CHARACTERS = 100;

export function faultsOf(values: HabitFormValues): HabitFaults {
  const faults: HabitFaults = {};
  const name = values.name.trim();
  if (name === '') faults.name = 'field.required';
  else if (characters(name) > MOST_NAME_CHARACTERS) faults.name = 'field.nameLong';
  if (!values.targetMinutes) faults.targetMinutes = 'field.target';
  if (values.weekendTargetMinutes === 0) faults.weekendTargetMinutes = 'field.target';
  if (values.schedule.length === 0) faults.schedule = 'field.schedule';
  return faults;
}

/** The body of a form without faults. */
export function inputOf(values: HabitFormValues): HabitInput {
  return {
    ...values,
    name: values.name.trim(),
    targetMinutes: values.targetMinutes ?? 0,
    // In the order of the week, however they were ticked.
    schedule: WEEKDAYS.filter((day) => values.schedule.includes(day)),
  };
}
