import { useLocation } from 'wouter';
import { useRequestForm } from '@/api/useRequestForm';
import { useTranslation } from '@/lib/i18n';
import { linkToken } from '@/lib/linkToken';
import { routes } from '@/lib/routes';
import { PasswordField } from '@/ui/PasswordField';
import { showToast } from '@/ui/toasts';
import { resetPasswordSchema, useResetPassword } from '../api/resetPassword';
import { AuthForm } from './AuthForm';
import { AuthLayout } from './AuthLayout';
import { OtherWay } from './OtherWay';

export function ResetPasswordPage() {
  const { t } = useTranslation();
  return (
    <AuthLayout title={t('auth.resetTitle')}>
      {linkToken === null ? (
        <p>{t('auth.linkIncomplete')}</p>
      ) : (
        <NewPasswordForm token={linkToken} />
      )}
      <OtherWay to={routes.forgotPassword()}>{t('auth.newLink')}</OtherWay>
    </AuthLayout>
  );
}

function NewPasswordForm({ token }: { token: string }) {
  const { t } = useTranslation();
  const reset = useResetPassword();
  const [, navigate] = useLocation();
  const form = useRequestForm({
    schema: resetPasswordSchema,
    defaultValues: { password: '' },
    send: async ({ password }) => {
      await reset.mutateAsync({ token, password });
      showToast(t('auth.resetDone'));
      navigate(routes.signIn());
    },
  });

  return (
    <AuthForm
      problem={form.problem}
      button={t('auth.resetSave')}
      loading={reset.isPending}
      onSubmit={form.submit}
    >
      <PasswordField
        label={t('auth.newPassword')}
        autoComplete="new-password"
        required
        hint={`${t('field.passwordShort')} ${t('auth.resetHint')}`}
        {...form.text('password')}
      />
    </AuthForm>
  );
}
