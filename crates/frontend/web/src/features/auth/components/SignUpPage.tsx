import { Link } from 'wouter';
import { useRequestForm } from '@/api/useRequestForm';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { TextField } from '@/ui/Field';
import { PasswordField } from '@/ui/PasswordField';
import { registerSchema, useRegister } from '../api/register';
import { AuthForm } from './AuthForm';
import { AuthLayout } from './AuthLayout';
import { EmailField } from './EmailField';
import auth from './auth.module.css';

export function SignUpPage() {
  const { t, language } = useTranslation();
  const register = useRegister();
  const form = useRequestForm({
    schema: registerSchema,
    defaultValues: { name: '', email: '', password: '' },
    send: (body) => register.mutateAsync({ ...body, language }),
  });

  return (
    <AuthLayout title={t('auth.signUpTitle')}>
      <AuthForm
        problem={form.problem}
        button={register.isPending ? t('auth.signingUp') : t('auth.signUp')}
        loading={register.isPending}
        onSubmit={form.submit}
      >
        <TextField label={t('auth.name')} autoComplete="name" required {...form.text('name')} />
        <EmailField {...form.text('email')} />
        <PasswordField
          label={t('auth.password')}
          autoComplete="new-password"
          required
          hint={t('auth.passwordRule')}
          {...form.text('password')}
        />
      </AuthForm>
      <p className={auth.other}>
        {t('auth.haveAccount')} <Link to={routes.signIn()}>{t('auth.signIn')}</Link>
      </p>
    </AuthLayout>
  );
}
