import type { MadeInvitation, User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { LinkToCopy } from '@/ui/LinkToCopy';
import styles from './MadeLink.module.css';

/** Whether a mail is sent, and the link, which is told only now. */
export function MadeLink({ made, user }: { made: MadeInvitation; user: User }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { path, mailed, invitation } = made;
  const { email, expiresAt, target } = invitation;
  const until = format.moment(expiresAt, user.timeZone);
  return (
    <div className={styles.root}>
      <p>{t(mailed ? 'invitation.mailed' : 'invitation.notMailed', { email })}</p>
      <LinkToCopy
        path={path}
        hint={t('invitation.linkHint', { email, until })}
        text={t(`invitation.share_${target.kind}`)}
      />
    </div>
  );
}
