import type { Activity } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { BarList } from './BarList';

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
    <BarList
      label={t('year.timeLabel', { year })}
      bars={activities.map(({ habitId, name, minutes, days }) => ({
        key: habitId,
        name: <bdi>{name}</bdi>,
        share: minutes / most,
        value: format.hours(minutes),
        note: t('year.days', { count: days }),
      }))}
    />
  );
}
