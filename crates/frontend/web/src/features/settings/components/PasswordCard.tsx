import { useState } from 'react';
import { ApiProblem } from '@/api/problem';
import { useProblemText } from '@/api/useProblemText';
import type { User } from '@/api/types';
import { validatePassword, useChangePassword } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { useUnsavedEdits } from '@/lib/leaving';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { Form } from '@/ui/Form';
import { PasswordField } from '@/ui/PasswordField';
import { showToast } from '@/ui/toasts';
import settings from './settings.module.css';
import text from '@/ui/text.module.css';

export function PasswordCard({ user }: { user: User }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const change = useChangePassword();
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const [submitted, setSubmitted] = useState(false);
  useUnsavedEdits(currentPassword !== '' || newPassword !== '');
  const passwordError = validatePassword(newPassword);
  const { error } = change;
  const isWrong = error instanceof ApiProblem && error.code === 'wrong-password';
  const currentError = isWrong ? problemText(error) : undefined;

  return (
    <Card title={t('settings.password')}>
      <Form
        className={settings.form}
        onSubmit={() => {
          setSubmitted(true);
          if (currentPassword === '' || passwordError) return;
          change.mutate(
            { currentPassword, newPassword },
            {
              onSuccess: () => {
                setCurrent('');
                setNew('');
                setSubmitted(false);
                showToast(t('settings.passwordChanged'));
              },
            },
          );
        }}
      >
        {/* For password managers, which need the user name. */}
        <input type="hidden" name="username" autoComplete="username" value={user.email} />
        <PasswordField
          label={t('settings.currentPassword')}
          autoComplete="current-password"
          value={currentPassword}
          error={submitted && currentPassword === '' ? t('field.required') : currentError}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordField
          label={t('settings.newPassword')}
          autoComplete="new-password"
          value={newPassword}
          hint={t('settings.passwordHint')}
          error={submitted && passwordError ? t(passwordError) : undefined}
          onChange={(event) => setNew(event.currentTarget.value)}
        />
        <p role="alert" className={text.error}>
          {error && !isWrong && problemText(error)}
        </p>
        <Button type="submit" loading={change.isPending}>
          {t('settings.changePassword')}
        </Button>
      </Form>
    </Card>
  );
}
