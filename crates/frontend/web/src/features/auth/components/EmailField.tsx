import type { ComponentProps } from 'react';
import { useTranslation } from '@/lib/i18n';
import { TextField } from '@/ui/Field';

/** The account's e-mail address. */
export function EmailField(field: Omit<ComponentProps<typeof TextField>, 'label'>) {
  const { t } = useTranslation();
  return (
    <TextField label={t('auth.email')} type="email" autoComplete="username" required {...field} />
  );
}
