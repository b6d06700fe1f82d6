import { type ComponentProps, useState } from 'react';
import { useTranslation } from '@/lib/i18n';
import { clockMinutes, parseMinutes } from '@/lib/minutes';
import './MinutesField.css';

interface MinutesFieldProps extends Omit<
  ComponentProps<'input'>,
  'value' | 'onChange' | 'onBlur' | 'type'
> {
  value: number | null;
  onChange: (minutes: number | null) => void;
}

/**
 * A duration field: accepts `90`, `1:30`, `1h30` and `1ч30`, shows `1:30`. Every valid keystroke
 * calls `onChange`; an invalid text is marked, and on blur the field falls back to the last valid
 * value.
 */
export function MinutesField({ value, onChange, ...input }: MinutesFieldProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const invalid = typed !== null && parseMinutes(typed) === undefined;
  return (
    <input
      autoComplete="off"
      {...input}
      type="text"
      className={`control minutes-field ${input.className ?? ''}`}
      placeholder={input.placeholder ?? '–'}
      value={typed ?? (value === null ? '' : clockMinutes(value))}
      aria-invalid={invalid || input['aria-invalid']}
      title={invalid ? t('field.minutes') : undefined}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        const minutes = parseMinutes(event.currentTarget.value);
        if (minutes !== undefined && minutes !== value) onChange(minutes);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') setTyped(null);
        if (event.key === 'Escape') setTyped(null);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
