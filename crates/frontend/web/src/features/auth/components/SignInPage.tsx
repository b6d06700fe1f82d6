import { Link } from 'wouter';
import { hasExpired } from '@/api/session';
import { useRequestForm } from '@/api/useRequestForm';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { PasswordField } from '@/ui/PasswordField';
import { useRegistration } from '../api/getRegistration';
import { loginSchema, useLogin } from '../api/login';
import { AuthForm } from './AuthForm';
import { AuthLayout } from './AuthLayout';
import { EmailField } from './EmailField';
import auth from './auth.module.css';

export function SignInPage() {
  const { t } = useTranslation();
  const login = useLogin();
  const registration = useRegistration();
  const form = useRequestForm({
    schema: loginSchema,
    defaultValues: { email: '', password: '' },
    send: login.mutateAsync,
  });

  return (
    <AuthLayout title={t('auth.signInTitle')}>
      {hasExpired() && (
        <p className={auth.notice} role="status">
          {t('auth.sessionOver')}
        </p>
      )}
      <AuthForm
        problem={form.problem}
        button={login.isPending ? t('auth.signingIn') : t('auth.signIn')}
        loading={login.isPending}
        onSubmit={form.submit}
      >
        <EmailField {...form.text('email')} />
        <PasswordField
          label={t('auth.password')}
          autoComplete="current-password"
          required
          {...form.text('password')}
        />
      </AuthForm>
      <p className={auth.other}>
        <Link to={routes.forgotPassword()}>{t('auth.forgot')}</Link>
      </p>
      {registration.data?.mode !== 'closed' && (
        <p className={auth.other}>
          {t('auth.noAccount')} <Link to={routes.signUp()}>{t('auth.createAccount')}</Link>
        </p>
      )}
    </AuthLayout>
  );
}
