import type { ComponentProps } from 'react';
import { MinutesInput, MinutesProblem } from './MinutesInput';
import { useMinutesText } from './useMinutesText';

interface MinutesFieldProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  value: number | null;
  onChange: (minutes: number | null) => void;
}

/** A duration field with the sentence about a text that can't be read under it. */
export function MinutesField({ value, onChange, ...input }: MinutesFieldProps) {
  const text = useMinutesText(value, onChange);
  return (
    <>
      <MinutesInput text={text} {...input} />
      <MinutesProblem text={text} />
    </>
  );
}
