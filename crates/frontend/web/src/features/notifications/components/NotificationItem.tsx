import { Link } from 'wouter';
import type { Notification, User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { destinationOf } from '../destination';
import { useNotificationText } from '../useNotificationText';
import text from '@/ui/text.module.css';
import styles from './NotificationItem.module.css';

interface NotificationItemProps {
  notification: Notification;
  user: User;
  /** Called when the user goes where it leads. */
  onOpen: () => void;
}

/** Kinds whose detail is the reason that a leader has given. */
const REASONED: ReadonlySet<string> = new Set(['team_warning', 'team_muted', 'team_removed']);

export function NotificationItem({ notification, user, onOpen }: NotificationItemProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const notificationText = useNotificationText();
  const { at, read, kind, detail } = notification;
  const href = destinationOf(notification);
  const sentence = notificationText(notification);
  return (
    <li className={styles.root} data-unread={!read}>
      {href === null ? (
        <p className={styles.sentence}>{sentence}</p>
      ) : (
        <Link className={styles.sentence} href={href} onClick={onOpen}>
          {sentence}
        </Link>
      )}
      {detail !== null && REASONED.has(kind) && (
        <p dir="auto">
          <bdi>{detail}</bdi>
        </p>
      )}
      <p className={styles.foot}>
        <time className={text.hint} dateTime={at}>
          {format.moment(at, user.timeZone)}
        </time>
        {!read && <span className={styles.new}>{t('notifications.new')}</span>}
      </p>
    </li>
  );
}
