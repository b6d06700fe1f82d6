import { useState } from 'react';
import { useProblemText } from '@/api/useProblemText';
import type { User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { showToast } from '@/ui/toasts';
import { useResendVerification } from '../api/resendVerification';
import './UnverifiedNotice.css';

/** Asks an unverified user to follow the mailed link, until dismissed. */
export function UnverifiedNotice({ user }: { user: User }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const resend = useResendVerification();
  const [putOff, setPutOff] = useState(false);
  if (!user.canVerifyEmail || putOff) return null;

  return (
    <aside className="unverified" aria-label={t('auth.verifyTitle')}>
      <p>{t('auth.unverified', { email: user.email })}</p>
      <div className="unverified-buttons">
        <Button
          variant="quiet"
          loading={resend.isPending}
          onClick={() =>
            resend.mutate(undefined, {
              onSuccess: () => showToast(t('auth.verifySent', { email: user.email })),
              onError: (error) => showToast(problemText(error)),
            })
          }
        >
          {t('auth.verifyAgain')}
        </Button>
        <Button
          variant="quiet"
          onClick={(event) => {
            // The button is removed together with its notice.
            event.currentTarget.closest('main')?.focus();
            setPutOff(true);
          }}
        >
          {t('auth.verifyLater')}
        </Button>
      </div>
    </aside>
  );
}
