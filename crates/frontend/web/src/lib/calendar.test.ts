import { describe, expect, it } from 'vitest';
import { dayAfterKey, layOutMonth, monthAfter } from './calendar';

describe('layOutMonth', () => {
  // 1 March 2026 is a Sunday.
  it.each([
    ['Monday', [0, 1, 2, 3, 4, 5, 6], 6],
    ['Sunday', [6, 0, 1, 2, 3, 4, 5], 0],
    ['Saturday', [5, 6, 0, 1, 2, 3, 4], 1],
  ])('lays out a week that begins on %s', (_first, week, offset) => {
    const month = layOutMonth(2026, 3, week);
    expect(month.offset).toBe(offset);
    expect(month.dates).toHaveLength(31);
    expect(month.dates.at(-1)).toBe('2026-03-31');
  });
});

describe('dayAfterKey', () => {
  const first = '2026-01-01';
  const last = '2026-12-31';

  it.each([
    ['ArrowLeft', '2026-03-14'],
    ['ArrowRight', '2026-03-16'],
    ['ArrowUp', '2026-03-08'],
    ['ArrowDown', '2026-03-22'],
    ['Home', '2026-03-01'],
    ['End', '2026-03-31'],
    ['PageUp', '2026-02-15'],
    ['PageDown', '2026-04-15'],
  ])('%s leads to %s', (key, date) => {
    expect(dayAfterKey('2026-03-15', key, first, last)).toBe(date);
  });

  it('ignores other keys', () => {
    expect(dayAfterKey('2026-03-15', 'Enter', first, last)).toBeNull();
    expect(dayAfterKey('2026-03-15', 'Tab', first, last)).toBeNull();
  });

  it('stays within a month', () => {
    const days = ['2026-03-01', '2026-03-31'] as const;
    expect(dayAfterKey('2026-03-01', 'ArrowLeft', ...days)).toBe('2026-03-01');
    expect(dayAfterKey('2026-03-28', 'ArrowDown', ...days)).toBe('2026-03-31');
    expect(dayAfterKey('2026-03-15', 'PageUp', ...days)).toBe('2026-03-01');
  });

  it('stays within the year and up to today', () => {
    expect(dayAfterKey('2026-01-03', 'ArrowUp', first, last)).toBe('2026-01-01');
    expect(dayAfterKey('2026-12-30', 'ArrowDown', first, last)).toBe('2026-12-31');
    expect(dayAfterKey('2026-03-15', 'End', first, '2026-03-20')).toBe('2026-03-20');
    expect(dayAfterKey('2026-01-31', 'PageDown', first, last)).toBe('2026-02-28');
  });
});

describe('monthAfter', () => {
  it.each([
    [2026, 3, 1, 2026, 4],
    [2026, 12, 1, 2027, 1],
    [2026, 1, -1, 2025, 12],
    [2026, 2, -1, 2026, 1],
  ])('%i-%i and %i months is %i-%i', (year, month, months, toYear, toMonth) => {
    expect(monthAfter(year, month, months)).toEqual({ year: toYear, month: toMonth });
  });
});
