import type { DaySummary } from '@/api/types';
import { daysBetween } from '@/lib/dates';

export interface TrendPoint {
  date: string;
  kpi: number;
  /** The mean of the recorded days in the seven days up to this one. */
  mean: number;
  /** The mean of more days, in a chart that has it too. */
  longMean?: number;
}

const WINDOW_DAYS = 7;

/** The days with a KPI that are over, in order, each with its seven-day mean. */
export function trendOf(
  days: readonly Pick<DaySummary, 'date' | 'kpi'>[],
  today: string,
): readonly TrendPoint[] {
  const scored = days.flatMap(({ date, kpi }) =>
    kpi === null || date >= today ? [] : [{ date, kpi }],
  );
  let from = 0;
  let sum = 0;
  return scored.map(({ date, kpi }, index) => {
    sum += kpi;
    for (let oldest = scored[from]; oldest; oldest = scored[from]) {
      if (daysBetween(oldest.date, date) < WINDOW_DAYS) break;
      sum -= oldest.kpi;
      from += 1;
    }
    return { date, kpi, mean: sum / (index - from + 1) };
  });
}
