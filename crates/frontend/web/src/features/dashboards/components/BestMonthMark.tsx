import { useTranslation } from '@/lib/i18n';
import styles from './BestMonthMark.module.css';

/** The mark of the year's best month; the legend explains it. */
export function BestMonthMark() {
  const { t } = useTranslation();
  return (
    <span className={styles.root}>
      <span aria-hidden="true">★</span>
      <span className="visually-hidden">{t('year.bestMonth')}</span>
    </span>
  );
}
