import { clsx } from 'clsx';
import type { CSSProperties, ReactNode } from 'react';
import type { Layout } from '@/lib/calendar';
import { useFormat } from '@/lib/useFormat';
import styles from './Weeks.module.css';

interface WeeksProps {
  layout: Layout;
  /** For cells with a figure. */
  large?: boolean;
  /** The cell of a date. */
  children: (date: string) => ReactNode;
}

/** Days under their weekdays, whose week begins as the language has it. */
export function Weeks({ layout: { offset, dates }, large = false, children }: WeeksProps) {
  const format = useFormat();
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
