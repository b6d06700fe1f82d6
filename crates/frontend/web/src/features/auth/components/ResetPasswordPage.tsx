import { Link, useLocation } from 'wouter';
import { useRequestForm } from '@/api/useRequestForm';
import { useTranslation } from '@/lib/i18n';
import { linkToken } from '@/lib/linkToken';
import { routes } from '@/lib/routes';
import { PasswordField } from '@/ui/PasswordField';
import { showToast } from '@/ui/toasts';
import { resetPasswordSchema, useResetPassword } from '../api/resetPassword';
import { AuthForm } from './AuthForm';
import { AuthLayout } from './AuthLayout';
import auth from './auth.module.css';

export function ResetPasswordPage() {
  const { t } = useTranslation();
  return (
    <AuthLayout title={t('auth.resetTitle')}>
      {linkToken === null ? (
        <p>{t('auth.linkIncomplete')}</p>
      ) : (
        <NewPasswordForm token={linkToken} />
      )}
      <p className={auth.other}>
        <Link to={routes.forgotPassword()}>{t('auth.newLink')}</Link>
      </p>
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
        hint={`${t('auth.passwordRule')} ${t('auth.resetHint')}`}
        {...form.text('password')}
      />
    </AuthForm>
  );
}
