import * as v from 'valibot';
import type { Category, Direction, Habit, HabitInput, Measure, Weekday } from '@/api/types';
import { characters } from '@/lib/characters';
import type { MessageKey } from '@/lib/i18n';
import { MAX_AMOUNT } from '@/lib/measures';
import { name, REQUIRED, trimmedText } from '@/lib/schemas';
import { QUADRANTS } from '@/ui/QuadrantSelect';

export const WEEKDAYS = [
  'mon',
  'tue',
  'wed',
  'thu',
  'fri',
  'sat',
  'sun',
] as const satisfies readonly Weekday[];
export const CATEGORIES = [
  'health',
  'skills',
  'learning',
  'career',
  'recovery',
  'content',
  'wellness',
] as const satisfies readonly Category[];
export const DIRECTIONS = ['at_least', 'at_most'] as const satisfies readonly Direction[];
export const MEASURES = ['minutes', 'count', 'check'] as const satisfies readonly Measure[];

const MAX_UNIT_LENGTH = 30;
const MAX_GROUP_LENGTH = 50;

const isTarget = (target: number | null, measure: Measure) =>
  target !== null && target > 0 && target <= MAX_AMOUNT[measure];

const fields = v.object({
  name,
  category: v.picklist(CATEGORIES),
  quadrant: v.picklist(QUADRANTS),
  direction: v.picklist(DIRECTIONS),
  measure: v.picklist(MEASURES),
  /** The unit of a count; ignored for other measures. */
  unit: v.pipe(v.string(), v.trim()),
  target: v.nullable(v.number()),
  weekendTarget: v.nullable(v.number()),
  schedule: v.array(v.picklist(WEEKDAYS)),
  /** Null if it is scheduled by weekdays. */
  timesPerWeek: v.nullable(v.number()),
  skillLevel: v.nullable(v.number()),
  /** Empty for none. */
  group: trimmedText(MAX_GROUP_LENGTH, 'field.groupLong'),
  effectiveFrom: v.string(),
});

/** The form's values: like the request's body, but targets may be missing. */
export type HabitFormValues = v.InferInput<typeof fields>;

/** A rule of one field that depends on others. */
const rule = (
  field: keyof HabitFormValues,
  holds: (values: HabitFormValues) => boolean,
  otherwise: MessageKey,
) => v.forward(v.check(holds, otherwise), [field]);

/** Validates the form, and makes the request's body of it. */
export const habitSchema = v.pipe(
  fields,
  rule('unit', ({ measure, unit }) => measure !== 'count' || unit !== '', REQUIRED),
  rule(
    'unit',
    ({ measure, unit }) => measure !== 'count' || characters(unit) <= MAX_UNIT_LENGTH,
    'field.unitLong',
  ),
  rule(
    'target',
    ({ measure, target }) => measure !== 'minutes' || isTarget(target, measure),
    'field.target',
  ),
  rule(
    'target',
    ({ measure, target }) => measure !== 'count' || isTarget(target, measure),
    'field.countTarget',
  ),
  rule(
    'weekendTarget',
    ({ measure, weekendTarget }) =>
      measure !== 'minutes' || weekendTarget === null || isTarget(weekendTarget, measure),
    'field.target',
  ),
  rule(
    'weekendTarget',
    ({ measure, weekendTarget }) =>
      measure !== 'count' || weekendTarget === null || isTarget(weekendTarget, measure),
    'field.countTarget',
  ),
  rule(
    'schedule',
    ({ timesPerWeek, schedule }) => timesPerWeek !== null || schedule.length > 0,
    'field.schedule',
  ),
  v.transform(bodyOf),
);

/** The weekdays in the order of a week, each with its index. */
export function inOrderOf(week: readonly number[]): readonly [number, Weekday][] {
  return [...WEEKDAYS.entries()].sort(([one], [other]) => week.indexOf(one) - week.indexOf(other));
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
    schedule: [...(habit?.schedule ?? WEEKDAYS)],
    timesPerWeek: habit?.timesPerWeek ?? null,
    skillLevel: habit?.skillLevel ?? null,
    group: habit?.group ?? '',
    effectiveFrom: today,
  };
}

/** The change to another measure, for which the targets are entered anew. */
export function measureChange(values: HabitFormValues, measure: Measure): Partial<HabitFormValues> {
  if (measure === values.measure) return {};
  return { measure, target: measure === 'minutes' ? 30 : null, weekendTarget: null };
}

/** The body of the request for these values. */
export function bodyOf(values: HabitFormValues): HabitInput {
  const isCheck = values.measure === 'check';
  return {
    ...values,
    direction: isCheck ? 'at_least' : values.direction,
    group: values.group || null,
    unit: values.measure === 'count' ? values.unit : null,
    target: isCheck ? 1 : (values.target ?? 0),
    weekendTarget: isCheck ? null : values.weekendTarget,
    // In the order of the week.
    schedule:
      values.timesPerWeek === null ? WEEKDAYS.filter((day) => values.schedule.includes(day)) : null,
  };
}
