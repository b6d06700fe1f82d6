import type { ComponentProps } from 'react';
import { characters } from '@/lib/characters';
import { useTranslation } from '@/lib/i18n';
import { TextField } from './Field';

/** From here on the rest is told beside the field's own hint. */
const NEAR_THE_END = 50;

interface CountedFieldProps extends Omit<ComponentProps<typeof TextField>, 'maxLength'> {
  /** What is in the field. */
  typed: string;
  most: number;
}

/** A text field that tells how many characters are left or too many; what is pasted is not cut. */
export function CountedField({ typed, most, hint, error, ...field }: CountedFieldProps) {
  const { t } = useTranslation();
  const left = most - characters(typed.trim());
  const counts = left >= 0 && (hint === undefined || left <= NEAR_THE_END);
  const rest = counts && t('field.left', { count: left });
  return (
    <TextField
      {...field}
      hint={[hint, rest].filter(Boolean).join(' ')}
      error={left < 0 ? t('field.over', { count: -left }) : error}
    />
  );
}
