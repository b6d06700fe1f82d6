import { useState } from 'react';
import { Link } from 'wouter';
import { ApiProblem } from '@/api/problem';
import { useProblemText } from '@/api/useProblemText';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useForgotPassword } from '../api/forgotPassword';
import { validateEmail } from '../email';
import { AuthForm } from './AuthForm';
import { AuthLayout } from './AuthLayout';
import { EmailField } from './EmailField';
import auth from './auth.module.css';

export function ForgotPasswordPage() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const forgot = useForgotPassword();
  const [email, setEmail] = useState('');
  const [submitted, setSubmitted] = useState(false);
  const emailError = validateEmail(email);
  const mailOff = forgot.error instanceof ApiProblem && forgot.error.code === 'mail-off';

  return (
    <AuthLayout title={t('auth.forgotTitle')}>
      <AuthForm
        problem={forgot.isError && (mailOff ? t('auth.forgotMailOff') : problemText(forgot.error))}
        button={forgot.isSuccess ? t('auth.forgotAgain') : t('auth.forgotSend')}
        loading={forgot.isPending}
        onSubmit={() => {
          setSubmitted(true);
          if (!emailError) forgot.mutate({ email: email.trim() });
        }}
      >
        <p>{t('auth.forgotHint')}</p>
        <EmailField
          value={email}
          error={submitted && emailError ? t(emailError) : undefined}
          onChange={setEmail}
        />
        <div role="status">
          {forgot.isSuccess && (
            <p className={auth.notice}>{t('auth.forgotSent', { email: forgot.variables.email })}</p>
          )}
        </div>
      </AuthForm>
      <p className={auth.other}>
        <Link to={routes.signIn()}>{t('auth.backToSignIn')}</Link>
      </p>
    </AuthLayout>
  );
}
