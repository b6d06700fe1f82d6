import { useRequestForm } from '@/api/useRequestForm';
import { useTranslation } from '@/lib/i18n';
import { TextField } from '@/ui/Field';
import { PasswordField } from '@/ui/PasswordField';
import { type RegisterInput, registerSchema } from '../api/register';
import { AuthForm } from './AuthForm';
import { EmailField } from './EmailField';

interface SignUpFormProps {
  /** Sends the request that opens the account. */
  send: (input: RegisterInput) => Promise<unknown>;
  loading: boolean;
  /** The only address that can sign up. */
  email?: string | null;
  emailHint?: string | undefined;
}

/** What an account needs. */
export function SignUpForm({ send, loading, email = null, emailHint }: SignUpFormProps) {
  const { t, language } = useTranslation();
  const form = useRequestForm({
    schema: registerSchema,
    defaultValues: { name: '', email: email ?? '', password: '' },
    fieldOf: { 'invitation-for-another': 'email' },
    send: (body) => send({ ...body, language }),
  });

  return (
    <AuthForm
      problem={form.problem}
      button={loading ? t('auth.signingUp') : t('auth.signUp')}
      loading={loading}
      onSubmit={form.submit}
    >
      <TextField label={t('auth.name')} autoComplete="name" required {...form.text('name')} />
      <EmailField hint={emailHint} readOnly={email !== null} {...form.text('email')} />
      <PasswordField
        label={t('auth.password')}
        autoComplete="new-password"
        required
        hint={t('field.passwordShort')}
        {...form.text('password')}
      />
    </AuthForm>
  );
}
