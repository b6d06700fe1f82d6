import { useRequestForm } from '@/api/useRequestForm';
import type { User } from '@/api/types';
import { deleteMeSchema, useDeleteMe } from '@/features/auth';
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
  const remove = useDeleteMe();
  const form = useRequestForm({
    schema: deleteMeSchema(user.email),
    defaultValues: { email: '', password: '' },
    fieldOf: { 'wrong-password': 'password' },
    send: remove.mutateAsync,
  });

  return (
    <Dialog title={t('settings.danger')} onClose={onClose}>
      <Form className={settings.form} onSubmit={form.submit}>
        <p>{t('settings.deleteHint')}</p>
        <TextField
          label={t('settings.deleteConfirm', { email: user.email })}
          autoComplete="off"
          {...form.text('email')}
        />
        <PasswordField
          label={t('auth.password')}
          autoComplete="current-password"
          {...form.text('password')}
        />
        <p role="alert" className={text.error}>
          {form.problem}
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
