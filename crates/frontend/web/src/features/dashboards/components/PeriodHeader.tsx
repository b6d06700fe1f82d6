import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { IconButton } from '@/ui/Button';
import { PageHeading } from '@/ui/PageHeading';
import styles from './PeriodHeader.module.css';

interface Neighbour {
  label: string;
  href: string;
}

interface PeriodHeaderProps {
  title: string;
  previous: Neighbour;
  next: Neighbour;
  /** Whether the next one is too far ahead. */
  atEnd: boolean;
  children?: ReactNode;
}

/** The heading of a year or month, between arrows to its neighbours. The focus stays on the pressed one. */
export function PeriodHeader({ title, previous, next, atEnd, children }: PeriodHeaderProps) {
  const [, navigate] = useLocation();
  return (
    <header className={styles.root}>
      <IconButton icon="previous" label={previous.label} onClick={() => navigate(previous.href)} />
      <PageHeading title={title}>{title}</PageHeading>
      <IconButton
        icon="next"
        label={next.label}
        atEnd={atEnd}
        onClick={() => navigate(next.href)}
      />
      {children}
    </header>
  );
}
