import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useState } from 'react';
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  type PathValue,
  useForm,
  useWatch,
} from 'react-hook-form';
import type { GenericSchema } from 'valibot';
import { useTranslation } from '@/lib/i18n';
import { placeProblem, type UnplacedProblem } from './placeProblem';
import { ApiProblem } from './problem';
import { useFieldText } from './useFieldText';
import { useProblemText } from './useProblemText';

interface RequestFormOptions<Values extends FieldValues, Body> {
  /** Validates the values and makes the request's body of them; its messages are message keys. */
  schema: GenericSchema<Values, Body>;
  /** One for each field, by the names in the request's body. */
  defaultValues: Values;
  /** Sends the request. */
  send: (body: Body) => Promise<unknown>;
  /** The fields that show their errors: all, unless named. */
  errorsAt?: readonly Path<Values>[];
  /** The fields of problems without pointers, by the problem's code. */
  fieldOf?: Partial<Record<string, Path<Values>>>;
}

/** A form of one request: the server's errors stand at their fields, all others in `problem`. */
export function useRequestForm<Values extends FieldValues, Body>({
  schema,
  defaultValues,
  send,
  errorsAt,
  fieldOf = {},
}: RequestFormOptions<Values, Body>) {
  const { t, hasMessage } = useTranslation();
  const problemText = useProblemText();
  const fieldText = useFieldText();
  const form = useForm<Values, unknown, Body>({
    resolver: standardSchemaResolver(schema),
    defaultValues: defaultValues as DefaultValues<Values>,
    // `Form` does it, in the order in which the fields are shown.
    shouldFocusError: false,
  });
  const values = useWatch({ control: form.control }) as Values;
  const { isDirty, isSubmitted, isSubmitting } = form.formState;
  const [unplaced, setUnplaced] = useState<UnplacedProblem | null>(null);

  const place = (error: unknown) => {
    const field = error instanceof ApiProblem ? fieldOf[error.code] : undefined;
    if (field) {
      form.setError(field, { message: problemText(error) });
      return;
    }
    const problem = placeProblem(error, errorsAt ?? Object.keys(defaultValues));
    for (const [name, fieldError] of problem.placed) {
      form.setError(name as Path<Values>, { message: fieldText(fieldError) ?? '' });
    }
    setUnplaced(problem.unplaced);
  };
  const sendValid = form.handleSubmit((body) => send(body).catch(place));

  const errorOf = (name: Path<Values>): string | undefined => {
    const message = form.getFieldState(name, form.formState).error?.message;
    return message !== undefined && hasMessage(message) ? t(message) : message;
  };

  return {
    values,
    isDirty,
    /** The error that has no field, in words. */
    problem:
      unplaced &&
      (unplaced.fields?.map((field) => fieldText(field)).join(' ') ?? problemText(unplaced.error)),
    submit: async () => {
      if (isSubmitting) return;
      setUnplaced(null);
      await sendValid();
    },
    /** Begins anew with these values, or with the first ones. */
    reset: (begun = defaultValues) => form.reset(begun),
    /** The properties of a text field. */
    text: (name: Path<Values>) => ({ ...form.register(name), error: errorOf(name) }),
    errorOf,
    /** Sets values of controls that are no text fields. */
    set: (change: Partial<Values>) => {
      for (const name of Object.keys(change) as Path<Values>[]) {
        form.setValue(name, change[name] as PathValue<Values, typeof name>, {
          shouldDirty: true,
          shouldValidate: isSubmitted,
        });
      }
    },
  };
}
