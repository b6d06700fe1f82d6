import { expect, it } from 'vitest';
import { lastDays, rangeProblem } from './dateRange';

it.each([
  ['2026-03-01', '2026-03-01', null],
  ['2025-03-02', '2026-03-02', null],
  ['2025-03-01', '2026-03-02', 'teamRange.long'],
  ['2026-03-02', '2026-03-01', 'teamRange.reversed'],
  ['', '2026-03-01', 'teamRange.dates'],
  ['0202-03-01', '2026-03-01', 'teamRange.dates'],
  ['2026-03-01', '2026-02-30', 'teamRange.dates'],
])('%s to %s: %s', (from, to, problem) => {
  expect(rangeProblem({ from, to }, 366)).toBe(problem);
});

it('the last days end yesterday', () => {
  expect(lastDays(30, '2026-03-02')).toEqual({ from: '2026-01-31', to: '2026-03-01' });
});
