import type { ComponentProps } from 'react';
import { Field } from './Field';
import control from './control.module.css';

interface SelectProps<Value extends string> extends Omit<
  ComponentProps<'select'>,
  'value' | 'onChange' | 'children'
> {
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}

/** A typed select: `onChange` gets one of the options' values. */
export function Select<Value extends string>({ options, onChange, ...select }: SelectProps<Value>) {
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

interface SelectFieldProps<Value extends string> extends Omit<SelectProps<Value>, 'id'> {
  label: string;
}

export function SelectField<Value extends string>({ label, ...select }: SelectFieldProps<Value>) {
  return (
    <Field label={label}>
      {(wiring) => <Select {...select} {...wiring} className={control.root} />}
    </Field>
  );
}
