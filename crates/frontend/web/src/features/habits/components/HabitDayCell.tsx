import { clsx } from 'clsx';
import type { KeyboardEvent, MouseEvent } from 'react';
import type { HabitVersion } from '@/api/types';
import { dayOf } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import bands from '@/ui/bands.module.css';
import cell from '@/ui/calendarCell.module.css';
import type { HabitDay } from '../history';
import { useEntryText } from '../useEntryText';
import { STATE_CLASSES } from './dayState';

interface HabitDayCellProps {
  day: HabitDay;
  versions: readonly HabitVersion[];
  isToday: boolean;
  reachable: boolean;
  onOpen: (event: MouseEvent<HTMLAnchorElement>) => void;
  onKeyDown: (event: KeyboardEvent<HTMLAnchorElement>) => void;
}

/** One day of a habit's calendar. */
export function HabitDayCell(props: HabitDayCellProps) {
  const { day, versions, isToday, reachable, onOpen, onKeyDown } = props;
  const { date, exception, state } = day;
  const label = useDayLabel(day, versions, isToday);
  return (
    <a
      href={routes.day(date)}
      className={clsx(
        cell.root,
        exception ? clsx(bands.hatched, cell.exception) : STATE_CLASSES[state],
        isToday && cell.today,
      )}
      data-date={date}
      data-state={exception ? 'exception' : state}
      tabIndex={reachable ? 0 : -1}
      aria-label={label}
      aria-current={isToday ? 'date' : undefined}
      title={label}
      onClick={onOpen}
      onKeyDown={onKeyDown}
    >
      <span aria-hidden="true">{dayOf(date)}</span>
    </a>
  );
}

/** A day that is still to come. */
export function FutureHabitDay({ date }: { date: string }) {
  return <span className={clsx(cell.root, cell.future)}>{dayOf(date)}</span>;
}

function useDayLabel(
  { date, entry, exception, state }: HabitDay,
  versions: readonly HabitVersion[],
  isToday: boolean,
): string {
  const { t } = useTranslation();
  const format = useFormat();
  const entryText = useEntryText(versions);
  const day = isToday ? t('day.today', { date: format.fullDate(date) }) : format.fullDate(date);
  if (exception) return t('day.exception', { date: day, kind: t(`exception.${exception}`) });
  if (entry && entry.amount !== null) return `${day}: ${entryText(entry)}`;
  if (state === 'unscheduled') return t('habitPage.dayUnscheduled', { date: day });
  return t('day.none', { date: day });
}
