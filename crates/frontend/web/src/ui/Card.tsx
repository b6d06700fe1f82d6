import { clsx } from 'clsx';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import styles from './Card.module.css';

interface CardProps {
  title: string;
  /** Shown at the end of the title's line. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
  /** A link with this fragment leads to the card, which then gets the focus. */
  id?: string;
}

/** A titled section of a page. */
export function Card({ title, aside, children, className, id }: CardProps) {
  const titleId = useId();
  const root = useRef<HTMLElement>(null);
  useEffect(() => {
    if (id !== undefined && window.location.hash === `#${id}`) root.current?.focus();
  }, [id]);
  return (
    <section
      ref={root}
      className={clsx(styles.root, className)}
      aria-labelledby={titleId}
      id={id}
      tabIndex={id === undefined ? undefined : -1}
    >
      <header className={styles.header}>
        <h2 id={titleId}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}

/** The frame of a card whose content is loading. */
export function CardSkeleton({ children }: { children: ReactNode }) {
  return <div className={styles.root}>{children}</div>;
}
