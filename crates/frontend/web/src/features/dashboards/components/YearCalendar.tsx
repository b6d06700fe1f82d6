import type { YearDashboard } from '@/api/types';
import { dateOf, monthOf } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { useCalendarKeys } from '@/lib/useCalendarKeys';
import { PHONE, useMediaQuery } from '@/lib/useMediaQuery';
import { Card } from '@/ui/Card';
import { TooltipArea } from '@/ui/TooltipArea';
import { openDays } from '../openDays';
import { BandLegend } from './BandLegend';
import { MonthGrid } from './MonthGrid';
import { MonthPicker } from './MonthPicker';
import styles from './YearCalendar.module.css';

interface YearCalendarProps {
  dashboard: YearDashboard;
  today: string;
}

/**
 * A heat map of a year's KPIs. Wide screens show all months; on a phone a day would be too small to
 * tap, so months are tiles and the selected one shows its days.
 */
export function YearCalendar({ dashboard, today }: YearCalendarProps) {
  const { t } = useTranslation();
  const phone = useMediaQuery(PHONE);
  const { year, months, bestMonth } = dashboard;
  const { first, last, start } = openDays(dateOf(year, 1, 1), dateOf(year, 12, 31), today);
  const { frame, current, setCurrent, cellHandlers } = useCalendarKeys(first, last, start);
  const shownMonth = monthOf(current);
  const shown = phone ? months.filter(({ month }) => month === shownMonth) : months;
  return (
    <Card title={t('year.calendar')}>
      {phone && (
        <MonthPicker
          year={year}
          months={months}
          today={today}
          value={shownMonth}
          best={bestMonth}
          onChange={(month) => setCurrent(dateOf(year, month, 1))}
        />
      )}
      <TooltipArea>
        <div className={styles.months} ref={frame} role="group" aria-label={t('year.calendarHint')}>
          {shown.map((month) => (
            <MonthGrid
              key={month.month}
              year={year}
              month={month}
              isBest={month.month === bestMonth}
              today={today}
              current={current}
              {...cellHandlers}
            />
          ))}
        </div>
      </TooltipArea>
      <BandLegend hasBestMonth={bestMonth !== null} />
    </Card>
  );
}
