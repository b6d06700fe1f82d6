import { expect, it } from 'vitest';
import type { DaySummary } from '@/api/types';
import { meanBefore } from './listDays';

const day = (date: string, kpi: number | null): DaySummary => ({
  date,
  kpi,
  band: null,
  exception: null,
  minutes: 0,
  plausible: true,
});

const DAYS = [
  day('2026-03-01', 10),
  day('2026-03-02', 60),
  day('2026-03-04', null),
  day('2026-03-08', 100),
  day('2026-03-09', 140),
];

it('is the mean of the seven days before, without the day itself and what lies outside', () => {
  expect(meanBefore(DAYS, '2026-03-09', '2026-03-20')).toBe(80);
});

it('leaves out today, which is not over, and days after it', () => {
  expect(meanBefore(DAYS, '2026-03-09', '2026-03-08')).toBe(60);
});

it('is null without a KPI in these days', () => {
  expect(meanBefore(DAYS, '2026-03-20', '2026-03-20')).toBeNull();
});
