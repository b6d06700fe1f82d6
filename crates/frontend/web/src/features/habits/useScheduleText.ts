import type { Habit } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { inOrderOf, WEEKDAYS } from './habitForm';

const WORKING_DAYS = 'mon tue wed thu fri';
const WEEKEND = 'sat sun';

/** A short description of a habit's schedule. */
export function useScheduleText(): (habit: Pick<Habit, 'schedule' | 'timesPerWeek'>) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ schedule, timesPerWeek }) => {
    if (timesPerWeek !== null) return t('habit.timesAWeek', { count: timesPerWeek });
    const days = WEEKDAYS.filter((day) => schedule.includes(day));
    const joined = days.join(' ');
    if (days.length === WEEKDAYS.length) return t('habit.everyDay');
    if (joined === WORKING_DAYS) return t('habit.weekdays');
    if (joined === WEEKEND) return t('habit.weekends');
    return inOrderOf(format.week)
      .filter(([, day]) => schedule.includes(day))
      .map(([index]) => format.weekdayName(index, 'short'))
      .join(', ');
  };
}
