import { type KeyboardEvent, type MouseEvent, useId } from 'react';
import type { DaySummary, YearMonth } from '@/api/types';
import { dayOf } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { layOutMonth } from '../calendar';
import { DayCell } from './DayCell';
import './MonthGrid.css';

interface MonthGridProps {
  year: number;
  month: YearMonth;
  today: string;
  /** The day that is the tab stop. */
  current: string;
  onOpen: (event: MouseEvent<HTMLAnchorElement>) => void;
  onKeyDown: (event: KeyboardEvent<HTMLAnchorElement>) => void;
}

export function MonthGrid({ year, month, today, current, onOpen, onKeyDown }: MonthGridProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const titleId = useId();
  const { offset, dates } = layOutMonth(year, month.month, format.week);
  const summaries = new Map<string, DaySummary>(month.days.map((day) => [day.date, day]));
  return (
    <section className="month" aria-labelledby={titleId}>
      <header className="month-header">
        <h3 id={titleId}>{format.monthName(month.month)}</h3>
        {month.meanKpi !== null && (
          <p>{t('year.monthMean', { kpi: format.number(month.meanKpi) })}</p>
        )}
      </header>
      <div className="month-weekdays" aria-hidden="true">
        {format.week.map((day) => (
          <span key={day}>{format.weekdayName(day, 'short')}</span>
        ))}
      </div>
      <ol className={`month-days month-offset-${offset}`}>
        {dates.map((date) => (
          <li key={date}>
            {/* A change of the time zone may leave a recorded day after today. */}
            {date > today && !summaries.has(date) ? (
              <span className="day-cell day-cell-future">{dayOf(date)}</span>
            ) : (
              <DayCell
                date={date}
                summary={summaries.get(date)}
                isToday={date === today}
                reachable={date === current}
                onOpen={onOpen}
                onKeyDown={onKeyDown}
              />
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
