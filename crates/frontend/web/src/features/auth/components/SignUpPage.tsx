import { useState } from 'react';
import { Link } from 'wouter';
import { fieldError } from '@/api/problem';
import { useFieldText } from '@/api/useFieldText';
import { useProblemText } from '@/api/useProblemText';
import { characters } from '@/lib/characters';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { TextField } from '@/ui/Field';
import { PasswordField } from '@/ui/PasswordField';
import { useRegister } from '../api/register';
import { validateEmail } from '../email';
import { validatePassword } from '../password';
import { AuthForm } from './AuthForm';
import { AuthLayout } from './AuthLayout';
import { EmailField } from './EmailField';
import auth from './auth.module.css';

const MAX_NAME_LENGTH = 100;

export function SignUpPage() {
  const { t, language } = useTranslation();
  const problemText = useProblemText();
  const fieldText = useFieldText();
  const register = useRegister();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [submitted, setSubmitted] = useState(false);

  const nameError =
    name.trim() === ''
      ? 'field.required'
      : characters(name.trim()) > MAX_NAME_LENGTH
        ? 'field.nameLong'
        : null;
  const emailError = validateEmail(email);
  const passwordError = validatePassword(password);
  const serverError = (pointer: string) => fieldText(fieldError(register.error, pointer));

  return (
    <AuthLayout title={t('auth.signUpTitle')}>
      <AuthForm
        problem={register.isError && problemText(register.error)}
        button={register.isPending ? t('auth.signingUp') : t('auth.signUp')}
        loading={register.isPending}
        onSubmit={() => {
          setSubmitted(true);
          if (nameError || emailError || passwordError) return;
          register.mutate({
            name: name.trim(),
            email: email.trim(),
            password,
            language,
          });
        }}
      >
        <TextField
          label={t('auth.name')}
          name="name"
          autoComplete="name"
          required
          value={name}
          error={submitted && nameError ? t(nameError) : serverError('/name')}
          onText={setName}
        />
        <EmailField
          value={email}
          error={submitted && emailError ? t(emailError) : serverError('/email')}
          onChange={setEmail}
        />
        <PasswordField
          label={t('auth.password')}
          name="password"
          autoComplete="new-password"
          required
          value={password}
          hint={t('auth.passwordRule')}
          error={submitted && passwordError ? t(passwordError) : serverError('/password')}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </AuthForm>
      <p className={auth.other}>
        {t('auth.haveAccount')} <Link to={routes.signIn()}>{t('auth.signIn')}</Link>
      </p>
    </AuthLayout>
  );
}
