import { describe, expect, it } from 'vitest';
import { daysBetween } from '@/lib/dates';
import { aHistoryEntry, versionsOf } from '@/testing/habits';
import { habitDays, rangeOfYear, weeksOf } from './history';

describe('the range of a year', () => {
  it('has whole weeks and at most the 400 days that one request may ask for', () => {
    expect(rangeOfYear(2026)).toEqual({ from: '2025-12-29', to: '2027-01-03' });
    for (let year = 2000; year < 2100; year += 1) {
      const { from, to } = rangeOfYear(year);
      expect(daysBetween(from, to)).toBeLessThan(400);
    }
  });

  it('begins no earlier than the calendar', () => {
    expect(rangeOfYear(2000).from).toBe('2000-01-01');
  });
});

describe('a day of a habit', () => {
  // 2 March 2026 is a Monday.
  const weekdays = versionsOf({ schedule: ['mon', 'tue', 'wed', 'thu', 'fri'] });
  const none = new Map<string, never>();

  it.each([
    [0, 'missed'],
    [0.79, 'partly'],
    [0.8, 'done'],
    [1, 'done'],
    [1.2, 'more'],
    [null, 'unscheduled'],
  ])('with a completion of %s is %s', (completion, state) => {
    const entry = aHistoryEntry({ date: '2026-03-02', completion });
    expect(habitDays([entry], weekdays, none)('2026-03-02').state).toBe(state);
  });

  it('without a record is open where it was scheduled', () => {
    const day = habitDays([], weekdays, none);
    expect(day('2026-03-02').state).toBe('open');
    expect(day('2026-03-07').state).toBe('unscheduled');
  });

  it('without a record is neutral before the habit, while it is archived, and of n times a week', () => {
    const late = habitDays([], versionsOf({ from: '2026-03-02' }), none);
    expect(late('2026-03-01').state).toBe('unscheduled');
    expect(late('2026-03-02').state).toBe('open');
    const archived = versionsOf(
      {},
      { from: '2026-03-02', active: false },
      { from: '2026-03-09', active: true },
    );
    const day = habitDays([], archived, none);
    expect(['2026-03-01', '2026-03-02', '2026-03-09'].map((date) => day(date).state)).toEqual([
      'open',
      'unscheduled',
      'open',
    ]);
    const weekly = habitDays([], versionsOf({ timesPerWeek: 3 }), none);
    expect(weekly('2026-03-02').state).toBe('unscheduled');
  });

  it('tells its exception', () => {
    const day = habitDays([], weekdays, new Map([['2026-03-02', 'illness'] as const]));
    expect(day('2026-03-02').exception).toBe('illness');
    expect(day('2026-03-03').exception).toBeUndefined();
  });
});

describe('the weeks of a range', () => {
  const march = { from: '2026-03-02', to: '2026-03-29' };

  it('have sums, and the targets of their versions, up to the week of today', () => {
    const versions = versionsOf(
      { weekendTarget: 30 },
      { from: '2026-03-11', target: 10, weekendTarget: null },
    );
    const entries = [
      aHistoryEntry({ date: '2026-03-02', amount: 50 }),
      aHistoryEntry({ date: '2026-03-08', amount: 20 }),
      aHistoryEntry({ date: '2026-03-09', amount: null }),
    ];
    expect(weeksOf(march, '2026-03-17', entries, versions)).toEqual([
      { from: '2026-03-02', amount: 70, target: 5 * 60 + 2 * 30 },
      { from: '2026-03-09', amount: 0, target: 2 * 60 + 5 * 10 },
      { from: '2026-03-16', amount: 0, target: 70 },
    ]);
  });

  it('ask for n times the target where it is due n times a week', () => {
    const [week] = weeksOf(march, '2026-03-02', [], versionsOf({ timesPerWeek: 3 }));
    expect(week?.target).toBe(180);
  });

  it('leave out what was entered in another measure', () => {
    const versions = versionsOf(
      {},
      { from: '2026-03-09', measure: 'count', target: 8, unit: 'km' },
    );
    const entries = [
      aHistoryEntry({ date: '2026-03-02', amount: 50 }),
      aHistoryEntry({ date: '2026-03-09', measure: 'count', amount: 5 }),
    ];
    expect(weeksOf(march, '2026-03-09', entries, versions)).toEqual([
      { from: '2026-03-02', amount: 0, target: 0 },
      { from: '2026-03-09', amount: 5, target: 56 },
    ]);
  });
});
