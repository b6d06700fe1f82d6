import type { CSSProperties } from 'react';
import type { Activity } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import './TimeBars.css';

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
    <ul className="time-bars" aria-label={t('year.timeLabel', { year })}>
      {activities.map(({ habitId, name, minutes, days }) => (
        <li key={habitId} className="time-bar" title={t('year.days', { count: days })}>
          <bdi className="time-bar-name">{name}</bdi>
          <span className="time-bar-track" aria-hidden="true">
            <span
              className="time-bar-fill"
              style={{ '--share': minutes / most } as CSSProperties}
            />
          </span>
          <span className="time-bar-value">{format.hours(minutes)}</span>
        </li>
      ))}
    </ul>
  );
}
