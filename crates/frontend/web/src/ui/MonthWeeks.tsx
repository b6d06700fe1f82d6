import type { ReactNode } from 'react';
import { layOutMonth } from '@/lib/calendar';
import { useFormat } from '@/lib/useFormat';
import { Weeks } from './Weeks';

interface MonthWeeksProps {
  year: number;
  month: number;
  /** For cells with a figure. */
  large?: boolean;
  /** The cell of a date. */
  children: (date: string) => ReactNode;
}

/** The weeks of a month. */
export function MonthWeeks({ year, month, large = false, children }: MonthWeeksProps) {
  const format = useFormat();
  return (
    <Weeks layout={layOutMonth(year, month, format.week)} large={large}>
      {children}
    </Weeks>
  );
}
