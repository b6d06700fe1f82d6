import { useTranslation } from '@/lib/i18n';
import styles from './Wordmark.module.css';

export function Wordmark() {
  const { t } = useTranslation();
  return (
    <div className={styles.root}>
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
        <rect className={styles.ground} width="32" height="32" rx="8" />
        <path className={styles.bars} d="M9 23v-4M16 23v-8M23 23V12" />
        <circle className={styles.dot} cx="23" cy="7.5" r="2" />
      </svg>
      <span>{t('app.name')}</span>
    </div>
  );
}
