import { type ComponentProps, type ReactNode, useId } from 'react';
import { TextInput, type TextInputProps } from './TextInput';
import control from './control.module.css';
import text from './text.module.css';
import styles from './Field.module.css';

interface FieldShape {
  label: string;
  hint?: string | undefined;
  /** The validation error, announced with the field. */
  error?: string | undefined;
}

interface FieldProps extends FieldShape {
  children: (wiring: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': boolean | undefined;
  }) => ReactNode;
}

/** Label, hint and error around a control. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  // What the error says is not told twice.
  const rest = error ? hint?.replace(error, '').trim() : hint;
  const described = [error && `${id}-error`, rest && `${id}-hint`].filter(Boolean).join(' ');
  return (
    <div className={styles.root}>
      <label className={text.label} htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {error && (
        <p className={text.error} id={`${id}-error`}>
          {error}
        </p>
      )}
      {rest && (
        <p className={text.hint} id={`${id}-hint`}>
          {rest}
        </p>
      )}
    </div>
  );
}

type TextFieldProps = FieldShape & Omit<TextInputProps, 'id'>;

export function TextField({ label, hint, error, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => <TextInput {...input} {...wiring} className={control.root} />}
    </Field>
  );
}

type TextAreaFieldProps = FieldShape & Omit<ComponentProps<'textarea'>, 'id'>;

/** A field of several lines, whose text may be in any direction. */
export function TextAreaField({ label, hint, error, ...area }: TextAreaFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => <textarea rows={3} dir="auto" {...area} {...wiring} className={control.root} />}
    </Field>
  );
}

type NativeSelectFieldProps = FieldShape & Omit<ComponentProps<'select'>, 'id'>;

export function NativeSelectField({
  label,
  hint,
  error,
  children,
  ...select
}: NativeSelectFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <select {...select} {...wiring} className={control.root}>
          {children}
        </select>
      )}
    </Field>
  );
}
