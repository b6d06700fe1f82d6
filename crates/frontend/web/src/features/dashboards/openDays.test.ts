import { describe, expect, it } from 'vitest';
import { isMonthOpen, openDays } from './openDays';

const today = '2026-03-15';

describe('openDays', () => {
  it.each([
    ['a month that is over', '2026-02-01', '2026-02-28', '2026-02-28', '2026-02-28'],
    ['this month', '2026-03-01', '2026-03-31', '2026-03-31', today],
    ['a month ahead', '2026-12-01', '2026-12-31', '2026-12-31', '2026-12-01'],
    ['the last month ahead', '2027-03-01', '2027-03-31', '2027-03-16', '2027-03-01'],
  ])('of %s', (_period, first, end, last, start) => {
    expect(openDays(first, end, today)).toEqual({ first, last, start });
  });
});

describe('isMonthOpen', () => {
  const march = { month: 3, days: [] };

  it('is so up to the last day that can be marked ahead', () => {
    expect(isMonthOpen(2026, march, today)).toBe(true);
    expect(isMonthOpen(2027, march, today)).toBe(true);
    expect(isMonthOpen(2027, { month: 4, days: [] }, today)).toBe(false);
  });

  it('is so later with a day', () => {
    expect(isMonthOpen(2027, { month: 4, days: ['2027-04-01'] }, today)).toBe(true);
  });
});
