import { clsx } from 'clsx';
import { type KeyboardEvent, type MouseEvent, memo } from 'react';
import type { DaySummary } from '@/api/types';
import { useDayLabel } from '@/features/days';
import { dayOf } from '@/lib/dates';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { Icon } from '@/ui/Icon';
import bands from '@/ui/bands.module.css';
import cell from '@/ui/calendarCell.module.css';

interface DayCellProps {
  date: string;
  /** Undefined for a day without a record. */
  summary: DaySummary | undefined;
  today: string;
  reachable: boolean;
  /** With the KPI, not only its colour. */
  large: boolean;
  onOpen: (event: MouseEvent<HTMLAnchorElement>) => void;
  onKeyDown: (event: KeyboardEvent<HTMLAnchorElement>) => void;
}

/** One day of the calendar: its colour, and a label for screen readers. */
export const DayCell = memo(function DayCell(props: DayCellProps) {
  const { date, summary, today, reachable, large } = props;
  const isToday = date === today;
  const dayLabel = useDayLabel();
  const label = dayLabel(date, summary, today);
  const variant = summary?.exception
    ? clsx(bands.hatched, cell.exception)
    : summary?.band
      ? clsx(bands[summary.band], cell.scored)
      : date > today && !summary
        ? cell.future
        : cell.none;
  return (
    <a
      href={routes.day(date)}
      className={clsx(cell.root, variant, isToday && cell.today, large && cell.large)}
      data-date={date}
      data-tooltip={label}
      tabIndex={reachable ? 0 : -1}
      aria-current={isToday ? 'date' : undefined}
      onClick={props.onOpen}
      onKeyDown={props.onKeyDown}
    >
      <span className="visually-hidden">{label}</span>
      <span aria-hidden="true">{dayOf(date)}</span>
      {large && summary && <DayFigure summary={summary} />}
    </a>
  );
});

function DayFigure({ summary: { exception, kpi } }: { summary: DaySummary }) {
  const format = useFormat();
  return (
    <span className={cell.figure} aria-hidden="true">
      {exception ? <Icon name={exception} size={18} /> : kpi !== null && format.number(kpi)}
    </span>
  );
}

/** A day that is too far ahead to be opened. */
export function FarDayCell({ date, large }: { date: string; large: boolean }) {
  return (
    <span className={clsx(cell.root, cell.future, large && cell.large)}>
      <span>{dayOf(date)}</span>
    </span>
  );
}
