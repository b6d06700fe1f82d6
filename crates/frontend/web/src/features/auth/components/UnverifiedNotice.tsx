import { useState } from 'react';
import { useProblemText } from '@/api/useProblemText';
import type { User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { storage } from '@/lib/storage';
import { Button } from '@/ui/Button';
import { showToast } from '@/ui/toasts';
import { useResendVerification } from '../api/resendVerification';
import styles from './UnverifiedNotice.module.css';

const putOffKey = (userId: string) => `kpi.verifyLater.${userId}`;

interface UnverifiedNoticeProps {
  user: User;
  /** Shows it though it was put off, so that the mail can still be asked for. */
  always: boolean;
}

/** Asks an unverified user to follow the mailed link, until put off; the device remembers that. */
export function UnverifiedNotice({ user, always }: UnverifiedNoticeProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const resend = useResendVerification();
  const [putOff, setPutOff] = useState(() => storage.get(putOffKey(user.id)) !== null);
  if (!user.canVerifyEmail || (putOff && !always)) return null;

  return (
    <aside className={styles.root} aria-label={t('auth.verifyTitle')}>
      <p>{t('auth.unverified', { email: user.email })}</p>
      <div className={styles.buttons}>
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
        {!putOff && (
          <Button
            variant="quiet"
            onClick={(event) => {
              // The button is removed together with its notice.
              event.currentTarget.closest('main')?.focus();
              storage.set(putOffKey(user.id), 'yes');
              setPutOff(true);
            }}
          >
            {t('auth.verifyLater')}
          </Button>
        )}
      </div>
    </aside>
  );
}
