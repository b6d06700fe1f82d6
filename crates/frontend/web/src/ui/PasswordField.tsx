import { clsx } from 'clsx';
import { type ComponentProps, useState } from 'react';
import { useTranslation } from '@/lib/i18n';
import { IconButton } from './Button';
import { Field } from './Field';
import control from './control.module.css';
import styles from './PasswordField.module.css';

interface PasswordFieldProps extends Omit<ComponentProps<'input'>, 'id' | 'type'> {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
}

export function PasswordField({ label, hint, error, ...input }: PasswordFieldProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <div className={styles.root}>
          <input
            {...input}
            {...wiring}
            type={shown ? 'text' : 'password'}
            className={clsx(control.root, styles.input)}
          />
          <IconButton
            className={styles.button}
            icon={shown ? 'eyeOff' : 'eye'}
            label={shown ? t('auth.hidePassword') : t('auth.showPassword')}
            onClick={() => setShown(!shown)}
          />
        </div>
      )}
    </Field>
  );
}
