import { type ReactNode, useId } from 'react';
import type { HabitVersion } from '@/api/types';
import { dateOf, monthOf, yearOf } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { useCalendarKeys } from '@/lib/useCalendarKeys';
import { useFormat } from '@/lib/useFormat';
import { PHONE, useMediaQuery } from '@/lib/useMediaQuery';
import { IconButton } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { MonthWeeks } from '@/ui/MonthWeeks';
import type { HabitDay } from '../history';
import { FutureHabitDay, HabitDayCell } from './HabitDayCell';
import { HabitLegend } from './HabitLegend';
import styles from './HabitCalendar.module.css';

const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);

interface HabitCalendarProps {
  year: number;
  today: string;
  versions: readonly HabitVersion[];
  dayOn: (date: string) => HabitDay;
}

/**
 * A heat map of a habit's year; a phone shows it month by month. It is a single tab stop, and arrow keys
 * move inside it.
 */
export function HabitCalendar({ year, today, versions, dayOn }: HabitCalendarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const phone = useMediaQuery(PHONE);
  const last = yearOf(today) === year ? today : dateOf(year, 12, 31);
  const { frame, current, setCurrent, cellHandlers } = useCalendarKeys(dateOf(year, 1, 1), last);
  const month = monthOf(current);

  const show = (shown: number) => {
    const first = dateOf(year, shown, 1);
    setCurrent(first > last ? last : first);
  };

  return (
    <Card
      title={t('habitPage.calendar', { year })}
      aside={
        phone && (
          <div className={styles.switch}>
            <IconButton
              icon="previous"
              label={format.monthName(month === 1 ? 12 : month - 1)}
              atEnd={month === 1}
              onClick={() => show(month - 1)}
            />
            <IconButton
              icon="next"
              label={format.monthName(month === 12 ? 1 : month + 1)}
              atEnd={month >= monthOf(last)}
              onClick={() => show(month + 1)}
            />
          </div>
        )
      }
    >
      <div className={styles.months} ref={frame} role="group" aria-label={t('year.calendarHint')}>
        {(phone ? [month] : MONTHS).map((shown) => (
          <MonthOf key={shown} year={year} month={shown}>
            {(date) =>
              date > today && !dayOn(date).entry ? (
                <FutureHabitDay date={date} />
              ) : (
                <HabitDayCell
                  day={dayOn(date)}
                  versions={versions}
                  isToday={date === today}
                  reachable={date === current}
                  {...cellHandlers}
                />
              )
            }
          </MonthOf>
        ))}
      </div>
      <HabitLegend versions={versions} />
    </Card>
  );
}

interface MonthOfProps {
  year: number;
  month: number;
  children: (date: string) => ReactNode;
}

function MonthOf({ year, month, children }: MonthOfProps) {
  const format = useFormat();
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className={styles.month}>
      <h3 id={titleId}>{format.monthName(month)}</h3>
      <MonthWeeks year={year} month={month}>
        {children}
      </MonthWeeks>
    </section>
  );
}
