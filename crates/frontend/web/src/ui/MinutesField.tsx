import type { ComponentProps } from 'react';
import { MinutesInput, MinutesProblem } from './MinutesInput';
import { type AmountForm, useMinutesText } from './useMinutesText';

interface MinutesFieldProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  value: number | null;
  onChange: (amount: number | null) => void;
  /** A duration, unless told otherwise. */
  amountForm?: AmountForm | undefined;
}

/** A field for a duration or another amount, with the sentence about a text that can't be read under it. */
export function MinutesField({ value, onChange, amountForm, ...input }: MinutesFieldProps) {
  const text = useMinutesText(value, onChange, amountForm);
  return (
    <>
      <MinutesInput text={text} {...input} />
      <MinutesProblem text={text} />
    </>
  );
}
