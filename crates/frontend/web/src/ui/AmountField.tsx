import type { ComponentProps } from 'react';
import { AmountInput, AmountError } from './AmountInput';
import { type AmountFormat, useAmountInput } from './useAmountInput';

interface AmountFieldProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  value: number | null;
  onChange: (amount: number | null) => void;
  /** A duration, unless told otherwise. */
  amountFormat?: AmountFormat | undefined;
}

/** A field for a duration or another amount, with the sentence about a text that can't be read under it. */
export function AmountField({ value, onChange, amountFormat, ...input }: AmountFieldProps) {
  const text = useAmountInput(value, onChange, amountFormat);
  return (
    <>
      <AmountInput text={text} {...input} />
      <AmountError text={text} />
    </>
  );
}
