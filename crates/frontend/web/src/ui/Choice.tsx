import type { ComponentProps } from 'react';
import { FieldFrame } from './Field';

interface ChoiceProps<Value extends string> extends Omit<
  ComponentProps<'select'>,
  'value' | 'onChange' | 'children'
> {
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}

/** A select that gives back one of its own options. */
export function Choice<Value extends string>({ options, onChange, ...select }: ChoiceProps<Value>) {
  return (
    <select
      {...select}
      onChange={(event) => {
        const chosen = options.find(({ value }) => value === event.currentTarget.value);
        if (chosen) onChange(chosen.value);
      }}
    >
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}

interface ChoiceFieldProps<Value extends string> extends Omit<ChoiceProps<Value>, 'id'> {
  label: string;
}

export function ChoiceField<Value extends string>({ label, ...choice }: ChoiceFieldProps<Value>) {
  return (
    <FieldFrame label={label}>
      {(wiring) => <Choice {...choice} {...wiring} className="control" />}
    </FieldFrame>
  );
}
