import { useTranslation } from '@/lib/i18n';
import { useIsOnline } from '../api/getPresence';
import styles from './PresenceDot.module.css';

/** A dot beside the name of a person who is online. */
export function PresenceDot({ userId }: { userId: string }) {
  const { t } = useTranslation();
  if (!useIsOnline(userId)) return null;
  return (
    <span className={styles.root} title={t('realtime.online')}>
      <span className="visually-hidden">{t('realtime.online')}</span>
    </span>
  );
}
