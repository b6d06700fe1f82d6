import { type CSSProperties, type KeyboardEvent, type MouseEvent, useId } from 'react';
import type { DaySummary, YearMonth } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { layOutMonth } from '@/lib/calendar';
import { DayCell, FutureDayCell } from './DayCell';
import styles from './MonthGrid.module.css';

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
    <section className={styles.root} aria-labelledby={titleId}>
      <header className={styles.header}>
        <h3 id={titleId}>{format.monthName(month.month)}</h3>
        {month.meanKpi !== null && (
          <p>{t('year.monthMean', { kpi: format.number(month.meanKpi) })}</p>
        )}
      </header>
      <div className={styles.weekdays} aria-hidden="true">
        {format.week.map((day) => (
          <span key={day}>{format.weekdayName(day, 'short')}</span>
        ))}
      </div>
      <ol className={styles.days} style={{ '--first-column': offset + 1 } as CSSProperties}>
        {dates.map((date) => (
          <li key={date}>
            {/* A change of the time zone may leave a recorded day after today. */}
            {date > today && !summaries.has(date) ? (
              <FutureDayCell date={date} />
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
