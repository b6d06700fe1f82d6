import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useRegistration } from '../api/getRegistration';
import { useRegister } from '../api/register';
import { AuthLayout } from './AuthLayout';
import { OtherWay } from './OtherWay';
import { SignUpForm } from './SignUpForm';

/** The sign-up, where there is one. */
export function SignUpPage() {
  const { t } = useTranslation();
  const register = useRegister();
  const registration = useRegistration().data;
  const mode = registration?.mode ?? 'open';
  const domains = registration?.domains ?? [];
  return (
    <AuthLayout title={t(`auth.title_${mode}`)}>
      {mode === 'open' ? (
        <SignUpForm
          send={register.mutateAsync}
          loading={register.isPending}
          emailHint={
            domains.length > 0 ? t('auth.domains', { domains: domains.join(', ') }) : undefined
          }
        />
      ) : (
        <p>{t(`auth.barred_${mode}`)}</p>
      )}
      <OtherWay question={t('auth.haveAccount')} to={routes.signIn()}>
        {t('auth.signIn')}
      </OtherWay>
    </AuthLayout>
  );
}
