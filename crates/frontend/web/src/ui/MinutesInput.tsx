import type { ComponentProps } from 'react';
import type { MinutesText } from './useMinutesText';
import './MinutesInput.css';

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
      className={`control minutes-field ${input.className ?? ''}`}
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
export function MinutesProblem({ text, className = '' }: MinutesProblemProps) {
  return (
    text.problem !== null && (
      <p id={text.problemId} className={`field-error ${className}`} role="alert">
        {text.problem}
      </p>
    )
  );
}
