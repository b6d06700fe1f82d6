import type { ComponentProps } from 'react';
import { oneLine } from '@/lib/oneLine';

export interface TextInputProps extends Omit<ComponentProps<'input'>, 'onChange'> {
  onText?: ((text: string) => void) | undefined;
}

/** An input of one line, whose text may be in any direction. */
export function TextInput({ onText, ...input }: TextInputProps) {
  return (
    <input
      type="text"
      dir="auto"
      {...input}
      onChange={(event) => onText?.(oneLine(event.currentTarget.value))}
    />
  );
}
