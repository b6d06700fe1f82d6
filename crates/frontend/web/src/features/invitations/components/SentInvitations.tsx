import { useState } from 'react';
import type { InvitationTarget, SentInvitation, User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { NextPageButton } from '@/ui/NextPageButton';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { useInvitations } from '../api/listInvitations';
import { SentInvitationItem } from './SentInvitationItem';
import { WithdrawDialog } from './WithdrawDialog';
import text from '@/ui/text.module.css';
import styles from './SentInvitations.module.css';

interface SentInvitationsProps {
  target: InvitationTarget;
  user: User;
  /** The invitation with this id was sent again or withdrawn. */
  onChange: (id: string) => void;
}

/** The invitations that were sent, the latest first. */
export function SentInvitations({ target, user, onChange }: SentInvitationsProps) {
  const { t } = useTranslation();
  const sent = useInvitations(target);
  const [withdrawing, setWithdrawing] = useState<SentInvitation | null>(null);
  return (
    <section className={styles.root}>
      <h3>{t('invitation.sent')}</h3>
      <QueryBoundary
        query={sent}
        errorTitle={t('invitation.sentFailed')}
        skeleton={<Skeleton shape="row" count={2} />}
      >
        {({ pages }) => {
          const invitations = pages.flatMap((page) => page.invitations);
          return invitations.length === 0 ? (
            <p className={text.hint}>{t('invitation.none')}</p>
          ) : (
            <ul aria-label={t('invitation.sent')}>
              {invitations.map((invitation) => (
                <SentInvitationItem
                  key={invitation.id}
                  invitation={invitation}
                  user={user}
                  onResent={() => onChange(invitation.id)}
                  onWithdraw={() => setWithdrawing(invitation)}
                />
              ))}
            </ul>
          );
        }}
      </QueryBoundary>
      <NextPageButton query={sent} label={t('invitation.more')} />
      {withdrawing && (
        <WithdrawDialog
          invitation={withdrawing}
          onWithdrawn={() => {
            setWithdrawing(null);
            onChange(withdrawing.id);
          }}
          onClose={() => setWithdrawing(null)}
        />
      )}
    </section>
  );
}
