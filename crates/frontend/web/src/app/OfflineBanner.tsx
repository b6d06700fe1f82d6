import { useSyncExternalStore } from 'react';
import { reachability } from '@/api/reachability';
import { useSession } from '@/api/SessionContext';
import { saversOf } from '@/features/days';
import { useTranslation } from '@/lib/i18n';
import styles from './OfflineBanner.module.css';

/** Says what happens to edits while the server can't be reached, or the device can't keep them. */
export function OfflineBanner() {
  const { t } = useTranslation();
  const { drafts } = saversOf(useSession());
  const reached = useSyncExternalStore(reachability.subscribe, reachability.reached);
  const failing = useSyncExternalStore(drafts.subscribe, drafts.isFailing);
  const text = failing
    ? t(reached ? 'app.notKept' : 'app.offlineNotKept')
    : reached
      ? null
      : t('app.offline');
  return <div role="status">{text && <p className={styles.root}>{text}</p>}</div>;
}
