import type { Weekday } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { WEEKDAYS } from './habitForm';

const WORKING_DAYS = 'mon tue wed thu fri';
const WEEKEND = 'sat sun';

/** A short description of a habit's schedule. */
export function useScheduleText(): (schedule: readonly Weekday[]) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (schedule) => {
    const days = WEEKDAYS.filter((day) => schedule.includes(day));
    const joined = days.join(' ');
    if (days.length === WEEKDAYS.length) return t('habit.everyDay');
    if (joined === WORKING_DAYS) return t('habit.weekdays');
    if (joined === WEEKEND) return t('habit.weekends');
    return days.map((day) => format.weekdayName(WEEKDAYS.indexOf(day), 'short')).join(', ');
  };
}
