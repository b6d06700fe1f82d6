import { clsx } from 'clsx';
import type { CSSProperties, ReactNode } from 'react';
import { layOutMonth } from '@/lib/calendar';
import { useFormat } from '@/lib/useFormat';
import styles from './MonthWeeks.module.css';

interface MonthWeeksProps {
  year: number;
  month: number;
  /** For cells with a figure. */
  large?: boolean;
  /** The cell of a date. */
  children: (date: string) => ReactNode;
}

/** The days of a month under their weekdays, whose week begins as the language has it. */
export function MonthWeeks({ year, month, large = false, children }: MonthWeeksProps) {
  const format = useFormat();
  const { offset, dates } = layOutMonth(year, month, format.week);
  return (
    <div className={clsx(styles.root, large && styles.large)}>
      <div className={styles.weekdays} aria-hidden="true">
        {format.week.map((day) => (
          <span key={day}>{format.weekdayName(day, 'short')}</span>
        ))}
      </div>
      <ol className={styles.days} style={{ '--first-column': offset + 1 } as CSSProperties}>
        {dates.map((date) => (
          <li key={date}>{children(date)}</li>
        ))}
      </ol>
    </div>
  );
}
