import { useState } from 'react';
import { Link } from 'wouter';
import { ApiProblem } from '@/api/problem';
import { useProblemText } from '@/api/useProblemText';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { useForgotPassword } from '../api/forgotPassword';
import { emailFault } from '../email';
import { AuthFrame } from './AuthFrame';
import { FormProblem } from './FormProblem';

export function ForgotPasswordPage() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const forgot = useForgotPassword();
  const [email, setEmail] = useState('');
  const [submitted, setSubmitted] = useState(false);
  const fault = emailFault(email);
  const mailOff = forgot.error instanceof ApiProblem && forgot.error.code === 'mail-off';

  return (
    <AuthFrame title={t('auth.forgotTitle')}>
      <form
        className="auth-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setSubmitted(true);
          if (!fault) forgot.mutate({ email: email.trim() });
        }}
      >
        <p>{t('auth.forgotHint')}</p>
        <TextField
          label={t('auth.email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          value={email}
          error={submitted && fault ? t(fault) : undefined}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <FormProblem>
          {forgot.isError && (mailOff ? t('auth.forgotMailOff') : problemText(forgot.error))}
        </FormProblem>
        <div role="status">
          {forgot.isSuccess && (
            <p className="auth-notice">{t('auth.forgotSent', { email: forgot.variables.email })}</p>
          )}
        </div>
        <Button look="primary" type="submit" busy={forgot.isPending}>
          {forgot.isSuccess ? t('auth.forgotAgain') : t('auth.forgotSend')}
        </Button>
      </form>
      <p className="auth-other">
        <Link to="/sign-in">{t('auth.backToSignIn')}</Link>
      </p>
    </AuthFrame>
  );
}
