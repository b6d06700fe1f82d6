import { clsx } from 'clsx';
import type { FriendProgress, SharedDay } from '@/api/types';
import { layOutDays } from '@/lib/calendar';
import { dayOf } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Icon } from '@/ui/Icon';
import { TooltipArea } from '@/ui/TooltipArea';
import { Weeks } from '@/ui/Weeks';
import bands from '@/ui/bands.module.css';
import cell from '@/ui/calendarCell.module.css';

/** The days of a friend in the colours of their bands, week by week. */
export function FriendDays({ progress: { from, to, days } }: { progress: FriendProgress }) {
  const format = useFormat();
  const recorded = new Map(days.map((day) => [day.date, day]));
  return (
    <TooltipArea>
      <Weeks layout={layOutDays(from, to, format.week)} large>
        {(date) => <DayCell date={date} day={recorded.get(date)} />}
      </Weeks>
    </TooltipArea>
  );
}

interface DayCellProps {
  date: string;
  /** Undefined for a day without a record. */
  day: SharedDay | undefined;
}

function DayCell({ date, day }: DayCellProps) {
  const format = useFormat();
  const label = useDayLabel(date, day);
  const variant = day?.away
    ? clsx(bands.hatched, cell.exception)
    : day?.band
      ? clsx(bands[day.band], cell.scored)
      : cell.none;
  return (
    <div
      className={clsx(cell.root, cell.large, variant)}
      data-date={date}
      data-state={day?.away ? 'away' : (day?.band ?? 'none')}
      data-tooltip={label}
    >
      <span className="visually-hidden">{label}</span>
      <span aria-hidden="true">{dayOf(date)}</span>
      {day && (
        <span className={cell.figure} aria-hidden="true">
          {day.away ? <Icon name="away" size={18} /> : day.kpi !== null && format.number(day.kpi)}
        </span>
      )}
    </div>
  );
}

function useDayLabel(date: string, day: SharedDay | undefined): string {
  const { t } = useTranslation();
  const format = useFormat();
  const fullDate = format.fullDate(date);
  if (!day) return t('day.none', { date: fullDate });
  const { kpi, band, away } = day;
  if (away) return t('friend.dayAway', { date: fullDate });
  if (kpi === null || band === null) return t('day.unscored', { date: fullDate });
  return t('day.scored', { date: fullDate, kpi: format.number(kpi), band: t(`band.${band}`) });
}
