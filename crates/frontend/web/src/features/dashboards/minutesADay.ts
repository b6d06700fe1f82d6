import type { DaySummary } from '@/api/types';

/** The mean minutes of the recorded days that are over; null without any. */
export function minutesADay(days: readonly DaySummary[], today: string): number | null {
  const counted = days.filter(({ date, kpi }) => kpi !== null && date < today);
  if (counted.length === 0) return null;
  return counted.reduce((sum, { minutes }) => sum + minutes, 0) / counted.length;
}
