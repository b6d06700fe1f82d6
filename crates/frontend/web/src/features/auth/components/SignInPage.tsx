import { useState } from 'react';
import { Link } from 'wouter';
import { hasExpired } from '@/api/session';
import { useProblemText } from '@/api/useProblemText';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { PasswordField } from '@/ui/PasswordField';
import { useLogin } from '../api/login';
import { AuthForm } from './AuthForm';
import { AuthLayout } from './AuthLayout';
import { EmailField } from './EmailField';
import auth from './auth.module.css';

export function SignInPage() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const login = useLogin();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [submitted, setSubmitted] = useState(false);
  const missing = (value: string) =>
    submitted && value.trim() === '' ? t('field.required') : undefined;

  return (
    <AuthLayout title={t('auth.signInTitle')}>
      {hasExpired() && (
        <p className={auth.notice} role="status">
          {t('auth.sessionOver')}
        </p>
      )}
      <AuthForm
        problem={login.isError && problemText(login.error)}
        button={login.isPending ? t('auth.signingIn') : t('auth.signIn')}
        loading={login.isPending}
        onSubmit={() => {
          setSubmitted(true);
          if (email.trim() !== '' && password !== '') {
            login.mutate({ email: email.trim(), password });
          }
        }}
      >
        <EmailField value={email} error={missing(email)} onChange={setEmail} />
        <PasswordField
          label={t('auth.password')}
          name="password"
          autoComplete="current-password"
          required
          value={password}
          error={missing(password)}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </AuthForm>
      <p className={auth.other}>
        <Link to={routes.forgotPassword()}>{t('auth.forgot')}</Link>
      </p>
      <p className={auth.other}>
        {t('auth.noAccount')} <Link to={routes.signUp()}>{t('auth.createAccount')}</Link>
      </p>
    </AuthLayout>
  );
}
