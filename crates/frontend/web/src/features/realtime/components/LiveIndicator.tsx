import { useEffect, useState, useSyncExternalStore } from 'react';
import { reachability } from '@/api/reachability';
import { useTranslation } from '@/lib/i18n';
import { liveness } from '../liveness';
import styles from './LiveIndicator.module.css';

/** A shorter interruption is not worth a word. */
const NOTICED_MS = 5_000;

/** Says that changes from elsewhere do not arrive at once. While the server can't be reached, a banner says that. */
export function LiveIndicator() {
  const { t } = useTranslation();
  const live = useSyncExternalStore(liveness.subscribe, liveness.isLive);
  const reached = useSyncExternalStore(reachability.subscribe, reachability.reached);
  return (
    <div role="status">{!live && reached && <Delayed>{t('realtime.reconnecting')}</Delayed>}</div>
  );
}

function Delayed({ children }: { children: string }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), NOTICED_MS);
    return () => clearTimeout(timer);
  }, []);
  return shown && <p className={styles.root}>{children}</p>;
}
