import type { DaySummary } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Figure } from '@/ui/Figure';
import { minutesADay } from '../minutesADay';

interface TimeFigureProps {
  /** Of the whole period, including today. */
  minutes: number;
  days: readonly DaySummary[];
  today: string;
}

/** The time in habits, with its mean over the days that are over. */
export function TimeFigure({ minutes, days, today }: TimeFigureProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const mean = minutesADay(days, today);
  const withToday = days.some(({ date, minutes }) => date === today && minutes > 0);
  return (
    <Figure name={t('year.hours')} value={format.hours(minutes)}>
      {mean !== null &&
        t(withToday ? 'year.perDayBefore' : 'year.perDay', {
          time: format.duration(Math.round(mean)),
        })}
    </Figure>
  );
}
