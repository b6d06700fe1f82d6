import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { fieldError } from '@/api/problem';
import { useFieldText } from '@/api/useFieldText';
import { useProblemText } from '@/api/useProblemText';
import { useTranslation } from '@/lib/i18n';
import { linkToken } from '@/lib/linkToken';
import { routes } from '@/lib/routes';
import { PasswordField } from '@/ui/PasswordField';
import { showToast } from '@/ui/toasts';
import { useResetPassword } from '../api/resetPassword';
import { validatePassword } from '../password';
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
  const problemText = useProblemText();
  const fieldText = useFieldText();
  const reset = useResetPassword();
  const [, navigate] = useLocation();
  const [password, setPassword] = useState('');
  const [submitted, setSubmitted] = useState(false);
  const passwordError = validatePassword(password);

  return (
    <AuthForm
      problem={reset.isError && problemText(reset.error)}
      button={t('auth.resetSave')}
      loading={reset.isPending}
      onSubmit={() => {
        setSubmitted(true);
        if (passwordError) return;
        // A session that ends unmounts this form, and with it the callbacks of `mutate`.
        reset.mutateAsync({ token, password }).then(
          () => {
            showToast(t('auth.resetDone'));
            navigate(routes.signIn());
          },
          () => undefined,
        );
      }}
    >
      <PasswordField
        label={t('auth.newPassword')}
        name="password"
        autoComplete="new-password"
        required
        value={password}
        hint={`${t('auth.passwordRule')} ${t('auth.resetHint')}`}
        error={
          submitted && passwordError
            ? t(passwordError)
            : fieldText(fieldError(reset.error, '/password'))
        }
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </AuthForm>
  );
}
