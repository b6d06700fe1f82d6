import { clsx } from 'clsx';
import { type KeyboardEvent, type MouseEvent, memo } from 'react';
import type { DaySummary } from '@/api/types';
import { dayOf } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import bands from '@/ui/bands.module.css';
import styles from './DayCell.module.css';

interface DayCellProps {
  date: string;
  /** Undefined for a day without a record. */
  summary: DaySummary | undefined;
  isToday: boolean;
  reachable: boolean;
  onOpen: (event: MouseEvent<HTMLAnchorElement>) => void;
  onKeyDown: (event: KeyboardEvent<HTMLAnchorElement>) => void;
}

/** One day of the calendar: its colour, and a label for screen readers. */
export const DayCell = memo(function DayCell(props: DayCellProps) {
  const { date, summary, isToday, reachable } = props;
  const label = useDayLabel(date, summary, isToday);
  const variant = summary?.exception
    ? clsx(bands.hatched, styles.exception)
    : summary?.band
      ? clsx(bands[summary.band], styles.scored)
      : styles.none;
  return (
    <a
      href={routes.day(date)}
      className={clsx(styles.root, variant, isToday && styles.today)}
      data-date={date}
      tabIndex={reachable ? 0 : -1}
      aria-label={label}
      aria-current={isToday ? 'date' : undefined}
      title={label}
      onClick={props.onOpen}
      onKeyDown={props.onKeyDown}
    >
      <span>{dayOf(date)}</span>
    </a>
  );
});

function useDayLabel(date: string, summary: DaySummary | undefined, isToday: boolean): string {
  const { t } = useTranslation();
  const format = useFormat();
  const day = isToday ? `${format.fullDate(date)} (${t('year.isToday')})` : format.fullDate(date);
  if (!summary) return t('year.dayNone', { date: day });
  if (summary.exception) {
    return t('year.dayException', { date: day, kind: t(`exception.${summary.exception}`) });
  }
  if (summary.kpi === null || summary.band === null) return t('year.dayUnscored', { date: day });
  return t('year.dayLabel', {
    date: day,
    kpi: format.number(summary.kpi),
    band: t(`band.${summary.band}`),
  });
}

/** A day that is still to come. */
export function FutureDayCell({ date }: { date: string }) {
  return <span className={clsx(styles.root, styles.future)}>{dayOf(date)}</span>;
}
