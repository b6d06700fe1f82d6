import { expect, it } from 'vitest';
import { periodBefore, periodName, periodOf } from './period';

it('a period ends yesterday', () => {
  expect(periodOf('28', '2026-03-01')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  expect(periodOf('all', '2026-03-01')).toEqual({ from: '2016-02-29', to: '2026-02-28' });
});

it('it is compared with as many days before it, if they are not too many', () => {
  const days = periodOf('28', '2026-03-01');
  expect(periodBefore(days)).toEqual({ from: '2026-01-04', to: '2026-01-31' });
  expect(periodBefore(periodOf('365', '2026-03-01'))).toEqual({
    from: '2024-03-01',
    to: '2025-02-28',
  });
  expect(periodBefore(periodOf('all', '2026-03-01'))).toBeNull();
});

it('what the URL names wrongly is the usual one', () => {
  expect(periodName('365')).toBe('365');
  expect(periodName('7')).toBe('90');
  expect(periodName(null)).toBe('90');
});
