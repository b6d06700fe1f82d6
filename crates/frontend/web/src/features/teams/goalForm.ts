import * as v from 'valibot';
import type { GoalSource, TeamGoal } from '@/api/types';
import { addDays } from '@/lib/dates';
import { characters } from '@/lib/characters';
import type { MessageKey } from '@/lib/i18n';
import { REQUIRED, requiredText } from '@/lib/schemas';
import { type DateRange, rangeProblem } from './dateRange';
import { readAmount, readGoalMinutes } from './goalAmount';

export const SOURCES = ['entered', 'habit'] as const satisfies readonly GoalSource[];
export const MEASURES = ['minutes', 'count'] as const;

/** The unit of goals that habits in minutes feed. */
export const MINUTES = 'min';

const MAX_TITLE_LENGTH = 200;
const MAX_UNIT_LENGTH = 20;
const LEAST = 0.01;
const MAX_DAYS = 400;
const NEW_DAYS = 30;

const fields = v.object({
  title: requiredText(MAX_TITLE_LENGTH, 'teamGoal.titleLong'),
  source: v.picklist(SOURCES),
  /** What habits are measured in; ignored for amounts that are entered. */
  measure: v.picklist(MEASURES),
  target: v.string(),
  /** Ignored for habits in minutes. */
  unit: v.pipe(v.string(), v.trim()),
  from: v.string(),
  to: v.string(),
});

export type GoalFormValues = v.InferInput<typeof fields>;
type GoalValues = v.InferOutput<typeof fields>;

const hasUnit = ({ source, measure }: Pick<GoalValues, 'source' | 'measure'>) =>
  source === 'entered' || measure === 'count';

type UnitValues = Pick<GoalValues, 'source' | 'measure' | 'unit'>;
type UnitPaths = readonly [readonly ['source'], readonly ['measure'], readonly ['unit']];
type TargetValues = Pick<GoalValues, 'source' | 'measure' | 'target'>;
type TargetPaths = readonly [readonly ['source'], readonly ['measure'], readonly ['target']];
type DatePaths = readonly [readonly ['from'], readonly ['to']];

const targetOf = (values: TargetValues) =>
  hasUnit(values) ? readAmount(values.target) : readGoalMinutes(values.target);

/** A rule of the target, also while other fields are wrong. */
const targetRule = (holds: (values: TargetValues) => boolean, otherwise: MessageKey) =>
  v.forward(
    v.partialCheck<GoalValues, TargetPaths, TargetValues, MessageKey>(
      [['source'], ['measure'], ['target']],
      holds,
      otherwise,
    ),
    ['target'],
  );

/** A rule of the unit, also while other fields are wrong. */
const unitRule = (holds: (unit: string) => boolean, otherwise: MessageKey) =>
  v.forward(
    v.partialCheck<GoalValues, UnitPaths, UnitValues, MessageKey>(
      [['source'], ['measure'], ['unit']],
      (values) => !hasUnit(values) || holds(values.unit),
      otherwise,
    ),
    ['unit'],
  );

const dateRule = (problem: MessageKey) =>
  v.forward(
    v.partialCheck<GoalValues, DatePaths, DateRange, MessageKey>(
      [['from'], ['to']],
      (range) => rangeProblem(range, MAX_DAYS) !== problem,
      problem,
    ),
    ['to'],
  );

/** Validates the form, and makes the request's body of it. */
export const goalSchema = v.pipe(
  fields,
  targetRule((goal) => !hasUnit(goal) || targetOf(goal) !== null, 'teamGoal.amountUnreadable'),
  targetRule((goal) => hasUnit(goal) || targetOf(goal) !== null, 'field.minutes_unreadable'),
  targetRule((goal) => (targetOf(goal) ?? LEAST) >= LEAST, 'teamGoal.targetZero'),
  unitRule((unit) => unit !== '', REQUIRED),
  unitRule((unit) => characters(unit) <= MAX_UNIT_LENGTH, 'teamGoal.unitLong'),
  dateRule('teamRange.dates'),
  dateRule('teamRange.reversed'),
  dateRule('teamRange.long'),
  v.transform(({ measure, ...goal }) => ({
    ...goal,
    target: targetOf({ ...goal, measure }) ?? 0,
    unit: hasUnit({ ...goal, measure }) ? goal.unit : MINUTES,
  })),
);

export type GoalBody = v.InferOutput<typeof goalSchema>;

export function formOf(goal: TeamGoal | null, today: string): GoalFormValues {
  return {
    title: goal?.title ?? '',
    source: goal?.source ?? 'entered',
    measure: goal && goal.unit !== MINUTES ? 'count' : 'minutes',
    target: goal ? String(goal.target) : '',
    unit: goal?.unit ?? '',
    from: goal?.from ?? today,
    to: goal?.to ?? addDays(today, NEW_DAYS - 1),
  };
}
