import { ApiProblem } from '@/api/problem';
import { useProblemText } from '@/api/useProblemText';
import { useTranslation } from '@/lib/i18n';
import { linkToken } from '@/lib/linkToken';
import { routes } from '@/lib/routes';
import { useMe } from '../api/getMe';
import { useVerifyEmail } from '../api/verifyEmail';
import { useSignedIn } from '../useSignedIn';
import { AuthForm } from './AuthForm';
import { AuthLayout } from './AuthLayout';
import { OtherWay } from './OtherWay';
import auth from './auth.module.css';

/** The target of the verification link in mails. */
export function VerifyEmailPage() {
  const { t } = useTranslation();
  const signedIn = useSignedIn();
  return (
    <AuthLayout title={t('auth.verifyTitle')}>
      {linkToken === null ? <p>{t('auth.linkIncomplete')}</p> : <VerifyForm token={linkToken} />}
      <OtherWay to={signedIn ? routes.today() : routes.signIn()}>
        {signedIn ? t('notFound.back') : t('auth.backToSignIn')}
      </OtherWay>
    </AuthLayout>
  );
}

/** Waits for a press: mail servers open links too, some of them in a browser. */
function VerifyForm({ token }: { token: string }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const signedIn = useSignedIn();
  const verify = useVerifyEmail();
  const isSpent =
    verify.error instanceof ApiProblem &&
    verify.error.fields.some(({ code }) => code === 'link_spent');
  // An old link may be of somebody whose address is confirmed.
  const isOld = signedIn && isSpent;
  const { data: me } = useMe({ enabled: isOld });

  const notice = verify.isSuccess
    ? t('auth.verified')
    : isOld && me?.emailVerified && t('auth.verifiedBefore', { email: me.email });
  return (
    <>
      <div role="status">{notice && <p className={auth.notice}>{notice}</p>}</div>
      {!notice && (
        <AuthForm
          problem={verify.isError && problemText(verify.error)}
          button={verify.isPending ? t('auth.verifying') : t('auth.verify')}
          loading={verify.isPending}
          onSubmit={() => verify.mutate({ token })}
        >
          <p>{t('auth.verifyHint')}</p>
        </AuthForm>
      )}
    </>
  );
}
