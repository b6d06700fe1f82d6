import { clsx } from 'clsx';
import type { ComponentProps } from 'react';
import type { AmountText } from './useAmountInput';
import control from './control.module.css';
import text from './text.module.css';
import styles from './AmountInput.module.css';

interface AmountInputProps extends Omit<
  ComponentProps<'input'>,
  'value' | 'onChange' | 'onBlur' | 'onFocus' | 'ref' | 'type'
> {
  text: AmountText;
}

/** The input of a duration field: accepts `90`, `1:30`, `1h30`, `1.5h` and `1ч30`, shows `1:30`. */
export function AmountInput({ text, onKeyDown, ...input }: AmountInputProps) {
  const described = [text.error !== null && text.errorId, input['aria-describedby']];
  return (
    <input
      {...input}
      {...text.input}
      onKeyDown={(event) => {
        onKeyDown?.(event);
        if (!event.defaultPrevented) text.input.onKeyDown?.(event);
      }}
      data-amount
      className={clsx(control.root, styles.root, input.className)}
      aria-describedby={described.filter(Boolean).join(' ') || undefined}
      aria-invalid={text.error !== null || input['aria-invalid']}
    />
  );
}

interface AmountErrorProps {
  text: AmountText;
  className?: string;
}

/** The sentence about a text that can't be read; announced, since the focus has moved on. */
export function AmountError({ text: read, className }: AmountErrorProps) {
  return (
    read.error !== null && (
      <p id={read.errorId} className={clsx(text.error, className)} role="alert">
        {read.error}
      </p>
    )
  );
}
