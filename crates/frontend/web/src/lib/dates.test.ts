import { describe, expect, it } from 'vitest';
// The server is tested with the same table.
import cases from '@/testing/logicalDates.json';
import {
  addDays,
  dateOf,
  dayOfYear,
  daysBetween,
  daysInMonth,
  daysInYear,
  isDate,
  isDay,
  isYear,
  latestDay,
  logicalDate,
  weekdayIndex,
} from './dates';

describe('isDate', () => {
  it.each(['2026-01-31', '2024-02-29', '2000-12-01'])('accepts %s', (text) => {
    expect(isDate(text)).toBe(true);
  });

  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '26-01-01', 'today', '', '2026-01-01T00:00'])(
    'rejects %j',
    (text) => {
      expect(isDate(text)).toBe(false);
    },
  );
});

it('marks days up to a year ahead', () => {
  expect(latestDay('2026-03-03')).toBe('2027-03-04');
  expect(latestDay('2027-03-03')).toBe('2028-03-03');
});

describe('calendar arithmetic', () => {
  it('crosses months, years and leap days', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
    expect(addDays('2026-03-28', 7)).toBe('2026-04-04');
  });

  it('counts days across clock changes', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2026-10-26', '2026-10-24')).toBe(-2);
    expect(dayOfYear('2026-01-01')).toBe(0);
    expect(dayOfYear('2024-12-31')).toBe(365);
  });

  it('knows months and weekdays', () => {
    expect(daysInMonth(2024, 2)).toBe(29);
    expect(daysInMonth(2100, 2)).toBe(28);
    expect(daysInYear(2024)).toBe(366);
    expect(dateOf(2026, 3, 4)).toBe('2026-03-04');
    expect(weekdayIndex('2026-03-02')).toBe(0);
    expect(weekdayIndex('2026-03-08')).toBe(6);
  });
});

describe('logicalDate', () => {
  it('is the local date in the time zone', () => {
    const instant = new Date('2026-03-03T22:30:00Z');
    expect(logicalDate(instant, 'UTC', 0)).toBe('2026-03-03');
    expect(logicalDate(instant, 'Europe/Berlin', 0)).toBe('2026-03-03');
    expect(logicalDate(instant, 'Asia/Tokyo', 0)).toBe('2026-03-04');
  });

  it('assigns the hours before the day starts to the previous day', () => {
    expect(logicalDate(new Date('2026-03-04T03:59:00Z'), 'UTC', 4)).toBe('2026-03-03');
    expect(logicalDate(new Date('2026-03-04T04:00:00Z'), 'UTC', 4)).toBe('2026-03-04');
    expect(logicalDate(new Date('2026-01-01T00:30:00Z'), 'UTC', 1)).toBe('2025-12-31');
  });

  it.each(cases)('is $date at $at in $timeZone from $dayStartHour', (known) => {
    const { at, timeZone, dayStartHour, date } = known;
    expect(logicalDate(new Date(at), timeZone, dayStartHour)).toBe(date);
  });
});

describe('a page of', () => {
  it.each(['2000-01-01', '2024-02-29', '2026-12-31', '2200-12-31'])('the day %s', (date) => {
    expect(isDay(date)).toBe(true);
  });

  it.each([
    '1999-12-31',
    '2201-01-01',
    '2026-02-30',
    '2026-2-3',
    '2026-13-01',
    '+002026-01-01',
    'foo',
    '',
  ])('no day %j', (text) => {
    expect(isDay(text)).toBe(false);
  });

  it.each(['2000', '2026', '2200'])('the year %s', (year) => {
    expect(isYear(year)).toBe(true);
  });

  it.each(['1999', '2201', 'abc', '02026', '2026.0', '20e2', ' 2026', ''])('no year %j', (text) => {
    expect(isYear(text)).toBe(false);
  });
});
