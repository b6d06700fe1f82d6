import { describe, expect, it } from 'vitest';
import type { DaySummary } from '@/api/types';
import { minutesADay } from './minutesADay';

const day = (date: string, minutes: number, changes: Partial<DaySummary> = {}): DaySummary => ({
  date,
  kpi: 90,
  band: 'average',
  exception: null,
  minutes,
  plausible: true,
  ...changes,
});

const today = '2026-03-15';

describe('minutesADay', () => {
  it('is the mean of the days that are over', () => {
    expect(minutesADay([day('2026-03-13', 600), day('2026-03-14', 300)], today)).toBe(450);
  });

  it('leaves out today', () => {
    expect(minutesADay([day('2026-03-14', 600), day(today, 10)], today)).toBe(600);
    expect(minutesADay([day(today, 10)], today)).toBeNull();
  });

  it('leaves out days away, past and to come, and those without a KPI', () => {
    const away = { kpi: null, band: null, exception: 'travel' } as const;
    const days = [
      day('2026-03-12', 200, away),
      day('2026-03-13', 0, { kpi: null, band: null }),
      day('2026-03-14', 480),
      day('2026-03-20', 0, away),
    ];
    expect(minutesADay(days, today)).toBe(480);
  });

  it('is nothing without days', () => {
    expect(minutesADay([], today)).toBeNull();
  });
});
