import { hasExpired } from '@/api/session';
import { useRequestForm } from '@/api/useRequestForm';
import { useTranslation } from '@/lib/i18n';
import { invitationToken } from '@/lib/invitationToken';
import { routes } from '@/lib/routes';
import { PasswordField } from '@/ui/PasswordField';
import { useRegistration } from '../api/getRegistration';
import { loginSchema, useLogin } from '../api/login';
import { AuthForm } from './AuthForm';
import { AuthLayout } from './AuthLayout';
import { EmailField } from './EmailField';
import { OtherWay } from './OtherWay';
import auth from './auth.module.css';

export function SignInPage() {
  const { t } = useTranslation();
  const login = useLogin();
  const form = useRequestForm({
    schema: loginSchema,
    defaultValues: { email: '', password: '' },
    send: login.mutateAsync,
  });
  const isInvited = invitationToken.held() !== null;

  return (
    <AuthLayout title={t('auth.signInTitle')}>
      {hasExpired() && !form.problem && (
        <p className={auth.notice} role="status">
          {t('auth.sessionOver')}
        </p>
      )}
      {isInvited && <p className={auth.notice}>{t('auth.invitationWaits')}</p>}
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
      <OtherWay to={routes.forgotPassword()}>{t('auth.forgot')}</OtherWay>
      {isInvited ? (
        <OtherWay question={t('auth.noAccount')} to={routes.invitation()}>
          {t('auth.createAccount')}
        </OtherWay>
      ) : (
        <SignUpHint />
      )}
    </AuthLayout>
  );
}

/** The way to the sign-up, where there is one. */
function SignUpHint() {
  const { t } = useTranslation();
  const mode = useRegistration().data?.mode ?? 'open';
  switch (mode) {
    case 'open':
      return (
        <OtherWay question={t('auth.noAccount')} to={routes.signUp()}>
          {t('auth.createAccount')}
        </OtherWay>
      );
    case 'invite':
      return (
        <p className={auth.other}>
          {t('auth.noAccount')} {t('auth.barred_invite')}
        </p>
      );
    case 'closed':
      return null;
  }
}
