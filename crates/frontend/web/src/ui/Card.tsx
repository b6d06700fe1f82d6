import { type ReactNode, useId } from 'react';
import './Card.css';

interface CardProps {
  title: string;
  /** Shown at the end of the title's line. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
  id?: string;
}

/** A titled section of a page. */
export function Card({ title, aside, children, className = '', id }: CardProps) {
  const titleId = useId();
  return (
    <section className={`card ${className}`} aria-labelledby={titleId} id={id}>
      <header className="card-header">
        <h2 id={titleId}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
