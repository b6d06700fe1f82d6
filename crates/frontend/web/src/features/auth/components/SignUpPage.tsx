import { useState } from 'react';
import { Link } from 'wouter';
import { ApiProblem } from '@/api/problem';
import { useProblemText } from '@/api/useProblemText';
import { characters } from '@/lib/characters';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { PasswordField } from '@/ui/PasswordField';
import { useRegister } from '../api/register';
import { passwordFault } from '../password';
import { emailFault } from '../email';
import { AuthFrame } from './AuthFrame';
import { FormProblem } from './FormProblem';

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
  const refused = register.error instanceof ApiProblem ? register.error.fields : [];
  const refusal = (pointer: string) => refused.find((field) => field.pointer === pointer)?.message;

  return (
    <AuthFrame title={t('auth.signUpTitle')}>
      <form
        className="auth-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
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
        <TextField
          label={t('auth.email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          value={email}
          error={submitted && addressFault ? t(addressFault) : refusal('/email')}
          onChange={(event) => setEmail(event.currentTarget.value)}
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
        <FormProblem>{register.isError && problemText(register.error)}</FormProblem>
        <Button look="primary" type="submit" busy={register.isPending}>
          {register.isPending ? t('auth.signingUp') : t('auth.signUp')}
        </Button>
      </form>
      <p className="auth-other">
        {t('auth.haveAccount')} <Link to="/sign-in">{t('auth.signIn')}</Link>
      </p>
    </AuthFrame>
  );
}
