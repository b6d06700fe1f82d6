import { useTranslation } from '@/lib/i18n';
import { TextField } from '@/ui/Field';

interface EmailFieldProps {
  value: string;
  error: string | undefined;
  onChange: (email: string) => void;
}

/** The account's e-mail address. */
export function EmailField({ value, error, onChange }: EmailFieldProps) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('auth.email')}
      type="email"
      name="email"
      autoComplete="username"
      required
      value={value}
      error={error}
      onText={onChange}
    />
  );
}
