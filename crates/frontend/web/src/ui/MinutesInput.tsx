import { clsx } from 'clsx';
import type { ComponentProps } from 'react';
import type { MinutesText } from './useMinutesText';
import control from './control.module.css';
import text from './text.module.css';
import styles from './MinutesInput.module.css';

interface MinutesInputProps extends Omit<
  ComponentProps<'input'>,
  'value' | 'onChange' | 'onBlur' | 'onFocus' | 'ref' | 'type'
> {
  text: MinutesText;
}

/** The input of a duration field: accepts `90`, `1:30`, `1h30`, `1.5h` and `1ч30`, shows `1:30`. */
export function MinutesInput({ text, onKeyDown, ...input }: MinutesInputProps) {
  const described = [text.problem !== null && text.problemId, input['aria-describedby']];
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
      aria-invalid={text.problem !== null || input['aria-invalid']}
    />
  );
}

interface MinutesProblemProps {
  text: MinutesText;
  className?: string;
}

/** The sentence about a text that can't be read; announced, since the focus has moved on. */
export function MinutesProblem({ text: read, className }: MinutesProblemProps) {
  return (
    read.problem !== null && (
      <p id={read.problemId} className={clsx(text.error, className)} role="alert">
        {read.problem}
      </p>
    )
  );
}
