import { Link } from 'wouter';
import type { Friend } from '@/api/types';
import { PresenceDot } from '@/features/realtime';
import { daysBetween } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { BandTag } from '@/ui/BandTag';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/Notice';
import { ShareButton } from '@/ui/ShareButton';
import { useOwnCode } from '../api/getOwnCode';
import { useCodeLink } from '../useCodeLink';
import { useCountsText } from '../useCountsText';
import text from '@/ui/text.module.css';
import styles from './FriendsCard.module.css';

/** The friends with their last week. */
export function FriendsCard({ friends }: { friends: readonly Friend[] }) {
  const { t } = useTranslation();
  return (
    <Card title={t('friends.list')}>
      {friends.length === 0 ? (
        <NoFriends />
      ) : (
        <>
          <p className={text.hint}>{t('friends.weekHint')}</p>
          <ul aria-label={t('friends.list')}>
            {friends.map((friend) => (
              <li key={friend.id} className={styles.friend}>
                <p className={styles.person}>
                  <Link className={styles.name} href={routes.friend(friend.id)}>
                    <bdi>{friend.name}</bdi>
                  </Link>
                  <PresenceDot userId={friend.id} />
                </p>
                <Week friend={friend} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

function Week({ friend: { week } }: { friend: Friend }) {
  const { t } = useTranslation();
  const format = useFormat();
  const countsText = useCountsText();
  if (week === null) return <p className={text.hint}>{t('friends.showsNothing')}</p>;
  const { from, to, mean, band, countedDays, awayDays } = week;
  return (
    <>
      {mean !== null && band !== null && (
        <p className={styles.mean}>
          <span className="visually-hidden">{t('friends.mean')} </span>
          <strong className={styles.number}>{format.number(mean)}</strong> <BandTag band={band} />
        </p>
      )}
      <p className={text.hint}>
        {countsText({ countedDays, awayDays, days: daysBetween(from, to) + 1 })}
      </p>
    </>
  );
}

function NoFriends() {
  const { t } = useTranslation();
  const code = useOwnCode();
  const linkOf = useCodeLink();
  return (
    <EmptyState
      title={t('friends.none')}
      action={code.data && <ShareButton link={linkOf(code.data.code)} />}
    >
      {t('friends.noneHint')}
    </EmptyState>
  );
}
