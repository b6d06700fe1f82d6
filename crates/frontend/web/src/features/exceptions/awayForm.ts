import * as v from 'valibot';
import type { ExceptionKind, ExceptionRange } from '@/api/types';
import { daysBetween, isDay } from '@/lib/dates';
import type { MessageKey } from '@/lib/i18n';
import { REQUIRED, trimmedText } from '@/lib/schemas';
import { type Dates, MAX_DAYS } from './changes';

export const KINDS = [
  'illness',
  'travel',
  'emergency',
  'technical',
] as const satisfies readonly ExceptionKind[];

export const MAX_NOTE_LENGTH = 500;

const day = v.pipe(
  v.string(),
  v.nonEmpty(REQUIRED),
  v.check(isDay, 'field.dateOutOfRange' satisfies MessageKey),
);

const fields = v.object({
  kind: v.picklist(KINDS),
  from: day,
  to: day,
  note: trimmedText(MAX_NOTE_LENGTH, 'exception.noteLong'),
});

type AwayFormValues = v.InferInput<typeof fields>;

/** A rule of the range, for when both of its dates are valid. */
const rule = (holds: (dates: Dates) => boolean, otherwise: MessageKey) =>
  v.forward(
    v.check(
      (values: AwayFormValues) => !isDay(values.from) || !isDay(values.to) || holds(values),
      otherwise,
    ),
    ['to'],
  );

/** Validates the form, and makes the change of it. */
export const awaySchema = v.pipe(
  fields,
  rule(({ from, to }) => from <= to, 'exception.reversed'),
  rule(({ from, to }) => daysBetween(from, to) < MAX_DAYS, 'exception.tooLong'),
  v.transform(({ kind, from, to, note }) => ({
    from,
    to,
    exception: { kind, note: note === '' ? null : note },
  })),
);

/** The form of an exception, or of a new one on a day. */
export function formOf(exception: ExceptionRange | null, date: string): AwayFormValues {
  return {
    kind: exception?.kind ?? 'illness',
    from: exception?.from ?? date,
    to: exception?.to ?? date,
    note: exception?.note ?? '',
  };
}
