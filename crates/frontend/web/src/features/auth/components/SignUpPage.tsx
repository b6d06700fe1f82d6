import { Link } from 'wouter';
import { useRequestForm } from '@/api/useRequestForm';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { TextField } from '@/ui/Field';
import { PasswordField } from '@/ui/PasswordField';
import { useRegistration } from '../api/getRegistration';
import { registerSchema, useRegister } from '../api/register';
import { AuthForm } from './AuthForm';
import { AuthLayout } from './AuthLayout';
import { EmailField } from './EmailField';
import auth from './auth.module.css';

/** The sign-up, where there is one. */
export function SignUpPage() {
  const { t } = useTranslation();
  const { data } = useRegistration();
  const isClosed = data?.mode === 'closed';
  return (
    <AuthLayout title={t(isClosed ? 'auth.closedTitle' : 'auth.signUpTitle')}>
      {isClosed ? <p>{t('auth.closed')}</p> : <SignUpForm domains={data?.domains ?? []} />}
      <p className={auth.other}>
        {t('auth.haveAccount')} <Link to={routes.signIn()}>{t('auth.signIn')}</Link>
      </p>
    </AuthLayout>
  );
}

/** `domains` are those of the addresses that may sign up; all of them if there is none. */
function SignUpForm({ domains }: { domains: readonly string[] }) {
  const { t, language } = useTranslation();
  const register = useRegister();
  const form = useRequestForm({
    schema: registerSchema,
    defaultValues: { name: '', email: '', password: '' },
    send: (body) => register.mutateAsync({ ...body, language }),
  });

  return (
    <AuthForm
      problem={form.problem}
      button={register.isPending ? t('auth.signingUp') : t('auth.signUp')}
      loading={register.isPending}
      onSubmit={form.submit}
    >
      <TextField label={t('auth.name')} autoComplete="name" required {...form.text('name')} />
      <EmailField
        hint={domains.length > 0 ? t('auth.domains', { domains: domains.join(', ') }) : undefined}
        {...form.text('email')}
      />
      <PasswordField
        label={t('auth.password')}
        autoComplete="new-password"
        required
        hint={t('auth.passwordRule')}
        {...form.text('password')}
      />
    </AuthForm>
  );
}
