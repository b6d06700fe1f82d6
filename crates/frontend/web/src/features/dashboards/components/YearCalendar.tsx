import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useLocation } from 'wouter';
import type { YearDashboard } from '@/api/types';
import { dateOf, monthOf, yearOf } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { PHONE, useMediaQuery } from '@/lib/useMediaQuery';
import { Card } from '@/ui/Card';
import { dayAfterKey } from '../calendar';
import { BandLegend } from './BandLegend';
import { MonthGrid } from './MonthGrid';
import { MonthPicker } from './MonthPicker';
import './YearCalendar.css';

interface YearCalendarProps {
  dashboard: YearDashboard;
  today: string;
}

/**
 * The days of a year in the colours of their KPI. Wide windows show all months; on a phone a day
 * would be too small to touch, so there the months are tiles and one of them shows its days. The
 * whole calendar is one stop of the Tab key; arrows move inside it.
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
    // The day may lie in a month that is not drawn yet.
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
      <div className="calendar-months" ref={frame} role="group" aria-label={t('year.calendarHint')}>
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
