import type { MonthDashboard } from '@/api/types';
import { dateOf, daysInMonth } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { Card } from '@/ui/Card';
import { TooltipArea } from '@/ui/TooltipArea';
import { useCalendarKeys } from '@/lib/useCalendarKeys';
import { openDays } from '../openDays';
import { BandLegend } from './BandLegend';
import { MonthDays } from './MonthDays';

interface MonthCalendarProps {
  dashboard: MonthDashboard;
  today: string;
}

/** The days of a month with their KPIs. */
export function MonthCalendar({ dashboard, today }: MonthCalendarProps) {
  const { t } = useTranslation();
  const { year, month, days } = dashboard;
  const end = dateOf(year, month, daysInMonth(year, month));
  const { first, last, start } = openDays(dateOf(year, month, 1), end, today);
  const { frame, current, cellHandlers } = useCalendarKeys(first, last, start);
  return (
    <Card title={t('year.calendar')}>
      <TooltipArea>
        <div ref={frame} role="group" aria-label={t('year.calendarHint')}>
          <MonthDays
            large
            year={year}
            month={month}
            days={days}
            today={today}
            current={current}
            {...cellHandlers}
          />
        </div>
      </TooltipArea>
      <BandLegend />
    </Card>
  );
}
