import { useRequestForm } from '@/api/useRequestForm';
import type { User } from '@/api/types';
import { changePasswordSchema, useChangePassword } from '@/features/auth';
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
  const change = useChangePassword();
  const form = useRequestForm({
    schema: changePasswordSchema,
    defaultValues: { currentPassword: '', newPassword: '' },
    fieldOf: { 'wrong-password': 'currentPassword' },
    send: async (passwords) => {
      await change.mutateAsync(passwords);
      form.reset();
      showToast(t('settings.passwordChanged'));
    },
  });
  useUnsavedEdits(form.isDirty);

  return (
    <Card title={t('settings.password')}>
      <Form className={settings.form} onSubmit={form.submit}>
        {/* For password managers, which need the user name. */}
        <input type="hidden" name="username" autoComplete="username" value={user.email} />
        <PasswordField
          label={t('settings.currentPassword')}
          autoComplete="current-password"
          {...form.text('currentPassword')}
        />
        <PasswordField
          label={t('settings.newPassword')}
          autoComplete="new-password"
          hint={t('settings.passwordHint')}
          {...form.text('newPassword')}
        />
        <p role="alert" className={text.error}>
          {form.problem}
        </p>
        <Button type="submit" loading={change.isPending}>
          {t('settings.changePassword')}
        </Button>
      </Form>
    </Card>
  );
}
