import type { ReactNode } from 'react';
import styles from './Facts.module.css';

/** A list of names with their values; see `Fact`. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={styles.root}>{children}</dl>;
}

/** A name and its value, which stands beside it, or below if it is `wide`. */
export function Fact({
  name,
  wide = false,
  children,
}: {
  name: string;
  wide?: boolean;
  children: ReactNode;
}) {
  const place = wide ? styles.wide : undefined;
  return (
    <>
      <dt className={place}>{name}</dt>
      <dd className={place}>{children}</dd>
    </>
  );
}
