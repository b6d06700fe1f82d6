import { ApiProblem } from '@/api/problem';
import { useRequestForm } from '@/api/useRequestForm';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { forgotPasswordSchema, useForgotPassword } from '../api/forgotPassword';
import { AuthForm } from './AuthForm';
import { AuthLayout } from './AuthLayout';
import { EmailField } from './EmailField';
import { OtherWay } from './OtherWay';
import auth from './auth.module.css';

export function ForgotPasswordPage() {
  const { t } = useTranslation();
  const forgot = useForgotPassword();
  const form = useRequestForm({
    schema: forgotPasswordSchema,
    defaultValues: { email: '' },
    send: forgot.mutateAsync,
  });
  const mailOff = forgot.error instanceof ApiProblem && forgot.error.code === 'mail-off';

  return (
    <AuthLayout title={t('auth.forgotTitle')}>
      <AuthForm
        problem={mailOff ? t('auth.forgotMailOff') : form.problem}
        button={forgot.isSuccess ? t('auth.forgotAgain') : t('auth.forgotSend')}
        loading={forgot.isPending}
        onSubmit={form.submit}
      >
        <p>{t('auth.forgotHint')}</p>
        <EmailField {...form.text('email')} />
        <div role="status">
          {forgot.isSuccess && (
            <p className={auth.notice}>{t('auth.forgotSent', { email: forgot.variables.email })}</p>
          )}
        </div>
      </AuthForm>
      <OtherWay to={routes.signIn()}>{t('auth.backToSignIn')}</OtherWay>
    </AuthLayout>
  );
}
