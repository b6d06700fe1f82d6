import type { CSSProperties } from 'react';
import type { Activity } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import styles from './TimeBars.module.css';

interface TimeBarsProps {
  year: number;
  activities: readonly Activity[];
}

/** A bar chart of the hours per habit, longest first. */
export function TimeBars({ year, activities }: TimeBarsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const most = Math.max(1, ...activities.map(({ minutes }) => minutes));
  return (
    <ul className={styles.root} aria-label={t('year.timeLabel', { year })}>
      {activities.map(({ habitId, name, minutes, days }) => (
        <li key={habitId} className={styles.bar}>
          <bdi className={styles.name}>{name}</bdi>
          <span className={styles.track} aria-hidden="true">
            <span className={styles.fill} style={{ '--share': minutes / most } as CSSProperties} />
          </span>
          <span className={styles.value}>{format.hours(minutes)}</span>
          <span className={styles.days}>{t('year.days', { count: days })}</span>
        </li>
      ))}
    </ul>
  );
}
