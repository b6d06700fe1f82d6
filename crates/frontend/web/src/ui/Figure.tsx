import type { ReactNode } from 'react';
import styles from './Figure.module.css';

interface FigureProps {
  name: string;
  value: string;
  /** What explains the value. */
  children?: ReactNode;
}

/** A figure of a `dl`, which sets its size. */
export function Figure({ name, value, children }: FigureProps) {
  return (
    <div className={styles.root}>
      <dt className={styles.name}>{name}</dt>
      <dd>
        <span className={styles.value}>{value}</span>
        {children && <span className={styles.note}>{children}</span>}
      </dd>
    </div>
  );
}
