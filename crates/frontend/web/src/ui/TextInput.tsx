import type { ComponentProps } from 'react';
import { oneLine } from '@/lib/oneLine';

export interface TextInputProps extends ComponentProps<'input'> {
  onText?: ((text: string) => void) | undefined;
}

/** An input of one line, whose text may be in any direction. */
export function TextInput({ onText, onChange, ...input }: TextInputProps) {
  return (
    <input
      type="text"
      dir="auto"
      {...input}
      onChange={(event) => {
        const field = event.currentTarget;
        const text = oneLine(field.value);
        if (text !== field.value) field.value = text;
        onText?.(text);
        onChange?.(event);
      }}
    />
  );
}
