import { describe, expect, it } from 'vitest';
import { dayAfterKey, layOutMonth } from './calendar';

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
    expect(dayAfterKey('2026-03-15', key, last)).toBe(date);
  });

  it('ignores other keys', () => {
    expect(dayAfterKey('2026-03-15', 'Enter', last)).toBeNull();
    expect(dayAfterKey('2026-03-15', 'Tab', last)).toBeNull();
  });

  it('stays within the year and up to today', () => {
    expect(dayAfterKey('2026-01-03', 'ArrowUp', last)).toBe('2026-01-01');
    expect(dayAfterKey('2026-12-30', 'ArrowDown', last)).toBe('2026-12-31');
    expect(dayAfterKey('2026-03-15', 'End', '2026-03-20')).toBe('2026-03-20');
    expect(dayAfterKey('2026-01-31', 'PageDown', last)).toBe('2026-02-28');
  });
});
