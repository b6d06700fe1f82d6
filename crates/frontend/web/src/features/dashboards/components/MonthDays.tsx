import { clsx } from 'clsx';
import type { CSSProperties, KeyboardEvent, MouseEvent } from 'react';
import type { DaySummary } from '@/api/types';
import { useFormat } from '@/lib/useFormat';
import { layOutMonth } from '@/lib/calendar';
import { DayCell, FutureDayCell } from './DayCell';
import styles from './MonthDays.module.css';

export interface MonthDaysProps {
  year: number;
  month: number;
  /** The recorded days. */
  days: readonly DaySummary[];
  today: string;
  /** The day that is the tab stop. */
  current: string;
  /** Cells with the KPI of the day, not only its colour. */
  large?: boolean;
  onOpen: (event: MouseEvent<HTMLAnchorElement>) => void;
  onKeyDown: (event: KeyboardEvent<HTMLAnchorElement>) => void;
}

/** The weeks of a month. */
export function MonthDays(props: MonthDaysProps) {
  const { year, month, days, today, current, large = false, onOpen, onKeyDown } = props;
  const format = useFormat();
  const { offset, dates } = layOutMonth(year, month, format.week);
  const summaries = new Map<string, DaySummary>(days.map((day) => [day.date, day]));
  return (
    <div className={clsx(styles.root, large && styles.large)}>
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
              <FutureDayCell date={date} large={large} />
            ) : (
              <DayCell
                date={date}
                summary={summaries.get(date)}
                isToday={date === today}
                reachable={date === current}
                large={large}
                onOpen={onOpen}
                onKeyDown={onKeyDown}
              />
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}
