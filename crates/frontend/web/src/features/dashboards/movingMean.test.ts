import { describe, expect, it } from 'vitest';
import type { DaySummary } from '@/api/types';
import { trendOf } from './movingMean';

const day = (date: string, kpi: number | null): DaySummary => ({
  date,
  kpi,
  band: null,
  exception: null,
  minutes: 0,
  plausible: true,
});

const today = '2026-12-31';

describe('trendOf', () => {
  it('averages the recorded days of the last seven', () => {
    const points = trendOf(
      [day('2026-01-01', 100), day('2026-01-02', 50), day('2026-01-07', 90), day('2026-01-08', 10)],
      today,
    );
    // The first day is in the window on the 7th and outside it on the 8th.
    expect(points.map(({ mean }) => mean)).toEqual([100, 75, 80, 50]);
  });

  it('leaves out days without a KPI', () => {
    const points = trendOf(
      [day('2026-01-01', 100), day('2026-01-02', null), day('2026-01-03', 80)],
      today,
    );
    expect(points.map(({ date }) => date)).toEqual(['2026-01-01', '2026-01-03']);
    expect(points[1]?.mean).toBe(90);
  });

  it('restarts after a long gap', () => {
    const points = trendOf([day('2026-01-01', 100), day('2026-03-01', 60)], today);
    expect(points[1]?.mean).toBe(60);
  });

  it('leaves out today, which is not over', () => {
    const points = trendOf([day('2026-12-30', 100), day(today, 20)], today);
    expect(points).toEqual([{ date: '2026-12-30', kpi: 100, mean: 100 }]);
  });
});
