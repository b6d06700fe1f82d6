import { type ComponentProps, type ReactNode, useId } from 'react';
import { TextInput, type TextInputProps } from './TextInput';
import './Field.css';

interface FieldShape {
  label: string;
  hint?: string | undefined;
  /** The validation error, announced with the field. */
  error?: string | undefined;
}

interface FieldFrameProps extends FieldShape {
  children: (wiring: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': boolean | undefined;
  }) => ReactNode;
}

/** Label, hint and error around a control. */
export function FieldFrame({ label, hint, error, children }: FieldFrameProps) {
  const id = useId();
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {error && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

type TextFieldProps = FieldShape & Omit<TextInputProps, 'id'>;

export function TextField({ label, hint, error, ...input }: TextFieldProps) {
  return (
    <FieldFrame label={label} hint={hint} error={error}>
      {(wiring) => <TextInput {...input} {...wiring} className="control" />}
    </FieldFrame>
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
    <FieldFrame label={label} hint={hint} error={error}>
      {(wiring) => (
        <select {...select} {...wiring} className="control">
          {children}
        </select>
      )}
    </FieldFrame>
  );
}
