import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { useProblemText } from '@/api/useProblemText';
import { useTranslation } from '@/lib/i18n';
import { linkToken } from '@/lib/linkToken';
import { useVerifyEmail } from '../api/verifyEmail';
import { useSignedIn } from '../useSignedIn';
import { AuthFrame } from './AuthFrame';
import { FormProblem } from './FormProblem';

/** The target of the verification link in mails. */
export function VerifyEmailPage() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const signedIn = useSignedIn();
  const { mutate, isPending, isSuccess, isError, error } = useVerifyEmail();
  const sent = useRef(false);
  useEffect(() => {
    // The link is valid once.
    if (linkToken === null || sent.current) return;
    sent.current = true;
    mutate({ token: linkToken });
  }, [mutate]);

  return (
    <AuthFrame title={t('auth.verifyTitle')}>
      <div role="status">
        {isPending && <p>{t('auth.verifying')}</p>}
        {isSuccess && <p className="auth-notice">{t('auth.verified')}</p>}
      </div>
      {linkToken === null && <p>{t('auth.linkIncomplete')}</p>}
      <FormProblem>{isError && problemText(error)}</FormProblem>
      <p className="auth-other">
        <Link to={signedIn ? '/' : '/sign-in'}>
          {signedIn ? t('notFound.back') : t('auth.backToSignIn')}
        </Link>
      </p>
    </AuthFrame>
  );
}
