import { useState } from 'react';
import { Link } from 'wouter';
import { refusalOf } from '@/api/problem';
import { useProblemText } from '@/api/useProblemText';
import { characters } from '@/lib/characters';
import { useTranslation } from '@/lib/i18n';
import { TextField } from '@/ui/Field';
import { PasswordField } from '@/ui/PasswordField';
import { useRegister } from '../api/register';
import { emailFault } from '../email';
import { passwordFault } from '../password';
import { AuthForm } from './AuthForm';
import { AuthFrame } from './AuthFrame';
import { EmailField } from './EmailField';

const MOST_NAME_CHARACTERS = 100;

export function SignUpPage() {
  const { t, language } = useTranslation();
  const problemText = useProblemText();
  const register = useRegister();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [submitted, setSubmitted] = useState(false);

  const nameFault =
    name.trim() === ''
      ? 'field.required'
      : characters(name.trim()) > MOST_NAME_CHARACTERS
        ? 'field.nameLong'
        : null;
  const addressFault = emailFault(email);
  const fault = passwordFault(password);
  const refusal = (pointer: string) => refusalOf(register.error, pointer);

  return (
    <AuthFrame title={t('auth.signUpTitle')}>
      <AuthForm
        problem={register.isError && problemText(register.error)}
        button={register.isPending ? t('auth.signingUp') : t('auth.signUp')}
        busy={register.isPending}
        onSubmit={() => {
          setSubmitted(true);
          if (nameFault || addressFault || fault) return;
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
          error={submitted && nameFault ? t(nameFault) : refusal('/name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <EmailField
          value={email}
          error={submitted && addressFault ? t(addressFault) : refusal('/email')}
          onChange={setEmail}
        />
        <PasswordField
          label={t('auth.password')}
          name="password"
          autoComplete="new-password"
          required
          value={password}
          hint={t('auth.passwordRule')}
          error={submitted && fault ? t(fault) : refusal('/password')}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </AuthForm>
      <p className="auth-other">
        {t('auth.haveAccount')} <Link to="/sign-in">{t('auth.signIn')}</Link>
      </p>
    </AuthFrame>
  );
}
