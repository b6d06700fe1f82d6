import type { SentInvitation, User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { useResendInvitation } from '../api/resendInvitation';
import { useSendingProblem } from '../useSendingProblem';
import { MadeLink } from './MadeLink';
import text from '@/ui/text.module.css';
import styles from './SentInvitationItem.module.css';

interface SentInvitationItemProps {
  invitation: SentInvitation;
  user: User;
  onResent: () => void;
  onWithdraw: () => void;
}

/** An invitation with what became of it. One that nobody has accepted can be sent again. */
export function SentInvitationItem(props: SentInvitationItemProps) {
  const { invitation, user, onResent, onWithdraw } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const sendingProblem = useSendingProblem();
  const resend = useResendInvitation(invitation.id);
  const { email, inviter, status, expiresAt, target } = invitation;
  const marks = [
    t(`invitation.status_${status}`, { at: format.moment(expiresAt, user.timeZone) }),
    // Administrators see those of all, leaders and deputies those to their team.
    target.kind !== 'friend' && t('invitation.by', { inviter }),
  ];
  return (
    <li className={styles.root}>
      <p className={styles.address}>{email}</p>
      <p className={text.hint}>{marks.filter(Boolean).join(' · ')}</p>
      {(status === 'open' || status === 'expired') && (
        <div className={styles.buttons}>
          <Button
            aria-label={t('invitation.resendOf', { email })}
            loading={resend.isPending}
            onClick={() => resend.mutate(undefined, { onSuccess: onResent })}
          >
            {t('invitation.resend')}
          </Button>
          {status === 'open' && (
            <Button
              variant="quiet"
              aria-label={t('invitation.withdrawOf', { email })}
              onClick={onWithdraw}
            >
              {t('invitation.withdraw')}
            </Button>
          )}
        </div>
      )}
      <div role="alert">
        {resend.error && <p className={text.error}>{sendingProblem(resend.error)}</p>}
      </div>
      <div role="status">
        {resend.data && status === 'open' && <MadeLink made={resend.data} user={user} />}
      </div>
    </li>
  );
}
