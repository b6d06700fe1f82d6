import { expect, it } from 'vitest';
import type { SharedDay } from '@/api/types';
import { summarize } from './progress';

const day = (given: Partial<SharedDay>): SharedDay => ({
  date: '2026-03-03',
  kpi: 100,
  band: 'good',
  away: false,
  plausible: true,
  ...given,
});

it('takes the mean over the days that count, and counts days away by themselves', () => {
  const days = [
    day({ kpi: 119.9, band: 'good' }),
    day({ kpi: 120, band: 'high' }),
    day({ kpi: 10, band: 'needs_attention', plausible: false }),
    day({ kpi: null, band: null, away: true }),
  ];
  expect(summarize(days)).toEqual({
    // 119.95, which is shown as 120.
    mean: { kpi: 120, band: 'high' },
    countedDays: 2,
    awayDays: 1,
  });
});

it('has no mean without a day that counts', () => {
  const away = day({ kpi: null, band: null, away: true });
  expect(summarize([away])).toEqual({ mean: null, countedDays: 0, awayDays: 1 });
  expect(summarize([])).toEqual({ mean: null, countedDays: 0, awayDays: 0 });
});
