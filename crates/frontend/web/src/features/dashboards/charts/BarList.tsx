import type { CSSProperties, ReactNode } from 'react';
import styles from './BarList.module.css';

interface Bar {
  key: string;
  name: ReactNode;
  /** The length: of the whole track, from 0 to 1. */
  share: number;
  value: string;
  /** What explains the value. */
  note: string;
}

interface BarListProps {
  label: string;
  bars: readonly Bar[];
}

/** A bar chart as a list: each bar with its name and its value. */
export function BarList({ label, bars }: BarListProps) {
  return (
    <ul className={styles.root} aria-label={label}>
      {bars.map(({ key, name, share, value, note }) => (
        <li key={key} className={styles.bar}>
          <span className={styles.name}>{name}</span>
          <span className={styles.track} aria-hidden="true">
            <span className={styles.fill} style={{ '--share': share } as CSSProperties} />
          </span>
          <span className={styles.value}>{value}</span>
          <span className={styles.note}>{note}</span>
        </li>
      ))}
    </ul>
  );
}
