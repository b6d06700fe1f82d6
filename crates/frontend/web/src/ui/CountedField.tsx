import type { ComponentProps } from 'react';
import { characters } from '@/lib/characters';
import { useTranslation } from '@/lib/i18n';
import { TextAreaField, TextField } from './Field';

/** From here on the rest is told beside the field's own hint. */
const NEAR_THE_END = 50;

interface Counted {
  /** What is in the field. */
  typed: string;
  most: number;
}

type CountedProps<Props> = Counted & Omit<Props, 'maxLength'>;

/** A text field that tells how many characters are left or too many; what is pasted is not cut. */
export function CountedField({
  typed,
  most,
  hint,
  error,
  ...field
}: CountedProps<ComponentProps<typeof TextField>>) {
  return <TextField {...field} {...useCount({ typed, most, hint, error })} />;
}

/** The same of several lines. */
export function CountedTextArea({
  typed,
  most,
  hint,
  error,
  ...field
}: CountedProps<ComponentProps<typeof TextAreaField>>) {
  return <TextAreaField {...field} {...useCount({ typed, most, hint, error })} />;
}

interface Told {
  hint?: string | undefined;
  error?: string | undefined;
}

function useCount({ typed, most, hint, error }: Counted & Told): Told {
  const { t } = useTranslation();
  const left = most - characters(typed.trim());
  const counts = left >= 0 && (hint === undefined || left <= NEAR_THE_END);
  const rest = counts && t('field.left', { count: left });
  return {
    hint: [hint, rest].filter(Boolean).join(' '),
    error: left < 0 ? t('field.over', { count: -left }) : error,
  };
}
