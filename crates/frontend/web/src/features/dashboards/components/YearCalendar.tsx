import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useLocation } from 'wouter';
import type { YearDashboard } from '@/api/types';
import { dateOf, monthOf, yearOf } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { PHONE, useMediaQuery } from '@/lib/useMediaQuery';
import { Card } from '@/ui/Card';
import { dayAfterKey } from '@/lib/calendar';
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
 * tap, so months are tiles and the selected one shows its days. The calendar is a single tab stop;
 * arrow keys move inside it.
 */
export function YearCalendar({ dashboard, today }: YearCalendarProps) {
  const { t } = useTranslation();
  const phone = useMediaQuery(PHONE);
  const [, navigate] = useLocation();
  const frame = useRef<HTMLDivElement>(null);
  const { year, months } = dashboard;
  const last = yearOf(today) === year ? today : dateOf(year, 12, 31);
  const [current, setCurrent] = useState(last);
  const shownMonth = monthOf(current);

  const onKeyDown = (event: KeyboardEvent<HTMLAnchorElement>) => {
    const target = dayAfterKey(current, event.key, last);
    if (target === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    // The day may be in a month that is not rendered yet.
    flushSync(() => setCurrent(target));
    frame.current?.querySelector<HTMLElement>(`[data-date="${target}"]`)?.focus();
  };
  const onOpen = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(event.currentTarget.pathname);
  };

  const shown = phone ? months.filter(({ month }) => month === shownMonth) : months;
  return (
    <Card title={t('year.calendar')}>
      {phone && (
        <MonthPicker
          months={months}
          value={shownMonth}
          onChange={(month) => {
            const first = dateOf(year, month, 1);
            setCurrent(first > last ? last : first);
          }}
          lastMonth={monthOf(last)}
        />
      )}
      <div className={styles.months} ref={frame} role="group" aria-label={t('year.calendarHint')}>
        {shown.map((month) => (
          <MonthGrid
            key={month.month}
            year={year}
            month={month}
            today={today}
            current={current}
            onOpen={onOpen}
            onKeyDown={onKeyDown}
          />
        ))}
      </div>
      <BandLegend />
    </Card>
  );
}
