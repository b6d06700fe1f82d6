import type { KeyboardEvent, MouseEvent } from 'react';
import type { DaySummary } from '@/api/types';
import { latestDay } from '@/lib/dates';
import { MonthWeeks } from '@/ui/MonthWeeks';
import { DayCell, FarDayCell } from './DayCell';

export interface MonthDaysProps {
  year: number;
  month: number;
  /** The recorded days. */
  days: readonly DaySummary[];
  today: string;
  /** The day that is the tab stop. */
  current: string;
  /** Cells with the KPI of the day, not only its colour. */
  large?: boolean;
  onOpen: (event: MouseEvent<HTMLAnchorElement>) => void;
  onKeyDown: (event: KeyboardEvent<HTMLAnchorElement>) => void;
}

/** The weeks of a month. */
export function MonthDays(props: MonthDaysProps) {
  const { year, month, days, today, current, large = false, onOpen, onKeyDown } = props;
  const latest = latestDay(today);
  const summaries = new Map<string, DaySummary>(days.map((day) => [day.date, day]));
  return (
    <MonthWeeks year={year} month={month} large={large}>
      {(date) =>
        // A change of the time zone may leave a day after the latest one.
        date > latest && !summaries.has(date) ? (
          <FarDayCell date={date} large={large} />
        ) : (
          <DayCell
            date={date}
            summary={summaries.get(date)}
            today={today}
            reachable={date === current}
            large={large}
            onOpen={onOpen}
            onKeyDown={onKeyDown}
          />
        )
      }
    </MonthWeeks>
  );
}
