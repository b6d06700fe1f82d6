import { clsx } from 'clsx';
import { Link } from 'wouter';
import type { DaySummary } from '@/api/types';
import { latestDay, weekdayIndex } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { weekDates } from '@/lib/week';
import { Icon } from '@/ui/Icon';
import { TooltipArea } from '@/ui/TooltipArea';
import bands from '@/ui/bands.module.css';
import { useWeek } from '../api/listDays';
import { useDayLabel } from '../useDayLabel';
import styles from './WeekStrip.module.css';

interface WeekStripProps {
  /** The shown day. */
  date: string;
  today: string;
}

/** The days of the shown day's week, each a link. It has its size before the KPIs are loaded. */
export function WeekStrip({ date, today }: WeekStripProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const dayLabel = useDayLabel();
  const { data } = useWeek(date);
  return (
    <div className={styles.root} role="group" aria-label={t('day.week')}>
      <TooltipArea>
        <ol className={styles.days}>
          {weekDates(date, format.week).map((day) => {
            const summary = data?.get(day);
            const label = data ? dayLabel(day, summary, today) : format.fullDate(day);
            const weekday = (
              <span className={styles.weekday} aria-hidden="true">
                {format.weekdayName(weekdayIndex(day), 'short')}
              </span>
            );
            return (
              <li key={day}>
                {day > latestDay(today) && day !== date ? (
                  <span className={styles.day}>{weekday}</span>
                ) : (
                  <Link
                    className={styles.day}
                    href={day === today ? routes.today() : routes.day(day)}
                    aria-current={day === date ? 'page' : undefined}
                    data-tooltip={label}
                  >
                    <span className="visually-hidden">{label}</span>
                    {weekday}
                    <Cell
                      summary={summary}
                      isLoaded={data !== undefined}
                      isToday={day === today}
                      isAhead={day > today}
                    />
                  </Link>
                )}
              </li>
            );
          })}
        </ol>
      </TooltipArea>
    </div>
  );
}

interface CellProps {
  summary: DaySummary | undefined;
  isLoaded: boolean;
  isToday: boolean;
  isAhead: boolean;
}

function Cell({ summary, isLoaded, isToday, isAhead }: CellProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { exception, band, kpi } = summary ?? {};
  const none = isLoaded && !isAhead ? t('app.none') : null;
  return (
    <span
      aria-hidden="true"
      className={clsx(
        styles.cell,
        exception && clsx(bands.hatched, styles.exception),
        !exception && band && clsx(bands[band], styles.scored),
        isToday && styles.today,
        isAhead && !summary && styles.ahead,
      )}
    >
      {exception ? (
        <Icon name={exception} size={14} />
      ) : typeof kpi === 'number' ? (
        format.number(kpi)
      ) : (
        none
      )}
    </span>
  );
}
