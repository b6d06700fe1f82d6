import { useState } from 'react';
import { useProblemText } from '@/api/useProblemText';
import type { User } from '@/api/types';
import { useDeleteMe } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { TextField } from '@/ui/Field';
import { Form } from '@/ui/Form';
import { PasswordField } from '@/ui/PasswordField';
import dialogContent from '@/ui/dialogContent.module.css';
import settings from './settings.module.css';
import text from '@/ui/text.module.css';

interface DeleteAccountDialogProps {
  user: User;
  onClose: () => void;
}

/** Deletion can't be undone, so the user has to type the address. */
export function DeleteAccountDialog({ user, onClose }: DeleteAccountDialogProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const remove = useDeleteMe();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [submitted, setSubmitted] = useState(false);
  const mismatch = email !== user.email;

  return (
    <Dialog title={t('settings.danger')} onClose={onClose}>
      <Form
        className={settings.form}
        onSubmit={() => {
          setSubmitted(true);
          if (!mismatch && password !== '') remove.mutate({ email, password });
        }}
      >
        <p>{t('settings.deleteHint')}</p>
        <TextField
          label={t('settings.deleteConfirm', { email: user.email })}
          autoComplete="off"
          value={email}
          error={submitted && mismatch ? t('field.emailMismatch') : undefined}
          onText={setEmail}
        />
        <PasswordField
          label={t('auth.password')}
          autoComplete="current-password"
          value={password}
          error={submitted && password === '' ? t('field.required') : undefined}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <p role="alert" className={text.error}>
          {remove.isError && problemText(remove.error)}
        </p>
        <div className={dialogContent.actions}>
          <Button variant="danger" type="submit" loading={remove.isPending}>
            {t('settings.deleteButton')}
          </Button>
          <Button onClick={onClose}>{t('settings.cancel')}</Button>
        </div>
      </Form>
    </Dialog>
  );
}
