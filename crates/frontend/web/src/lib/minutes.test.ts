import { describe, expect, it } from 'vitest';
import { clockMinutes, readMinutes, stepFor, stepMinutes } from './minutes';

describe('readMinutes', () => {
  it.each([
    ['90', 90],
    [' 0 ', 0],
    ['90m', 90],
    ['90 min', 90],
    ['90 мин.', 90],
    ['1:30', 90],
    ['0:05', 5],
    ['1h30', 90],
    ['1h', 60],
    ['1h5', 65],
    ['0h45m', 45],
    ['1 h 30 min', 90],
    ['1\u00a0h 30\u00a0min', 90],
    ['1H30M', 90],
    ['1ч30', 90],
    ['1 ч 30 мин', 90],
    ['1,5ч', 90],
    ['1.5h', 90],
    ['1,5h', 90],
    ['0.25 h', 15],
    ['１：３０', 90],
    ['24:00', 1440],
    ['24h', 1440],
    ['1440', 1440],
  ])('reads %j as %d', (text, minutes) => {
    expect(readMinutes(text)).toEqual({ minutes });
  });

  it.each(['', '   '])('reads %j as no entry', (text) => {
    expect(readMinutes(text)).toEqual({ minutes: null });
  });

  it.each([
    'abc',
    '1 30',
    '1:75',
    '1:60',
    '1:5',
    '1:2:3',
    '1h75',
    '1.5h30',
    '2h-15m',
    '-5',
    '+5',
    '1h1h',
    ':30',
    'h',
    'm',
    '1e3',
    '0x10',
    '90.5m',
    '½h',
    '1.',
  ])('does not guess at %j', (text) => {
    expect(readMinutes(text)).toEqual({ problem: 'unreadable' });
  });

  it.each(['1.5', '1,5', '23.75'])('asks whether %j is hours', (text) => {
    expect(readMinutes(text)).toEqual({ problem: 'decimal' });
  });

  it.each(['1441', '99999', '9'.repeat(400), '25h', '24:01', '24h1', '24.1h', '30.5'])(
    'says that %j is more than a day',
    (text) => {
      expect(readMinutes(text)).toEqual({ problem: 'long' });
    },
  );

  it('reads whatever is formatted, in every form', () => {
    for (let minutes = 0; minutes <= 1440; minutes += 1) {
      const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
      for (const text of [
        clockMinutes(minutes),
        String(minutes),
        `${minutes}m`,
        `${hours}h${rest}`,
        `${hours} ч ${rest} мин`,
      ]) {
        expect(readMinutes(text), text).toEqual({ minutes });
      }
    }
  });

  it('reads hours with decimals to the minute', () => {
    for (let minutes = 0; minutes <= 1440; minutes += 3) {
      expect(readMinutes(`${minutes / 60}h`)).toEqual({ minutes });
    }
  });
});

describe('clockMinutes', () => {
  it('pads the minutes, never the hours', () => {
    expect([0, 5, 60, 90, 1440].map(clockMinutes)).toEqual([
      '0:00',
      '0:05',
      '1:00',
      '1:30',
      '24:00',
    ]);
  });
});

describe('the stepper', () => {
  it('has steps depending on the target', () => {
    expect([20, 30, 60, 120, 480].map(stepFor)).toEqual([5, 5, 15, 15, 30]);
    expect(stepFor(null)).toBe(5);
  });

  it('goes to the next multiple and stays within a day', () => {
    expect(stepMinutes(null, 15, 1)).toBe(15);
    expect(stepMinutes(20, 15, 1)).toBe(30);
    expect(stepMinutes(20, 15, -1)).toBe(15);
    expect(stepMinutes(30, 15, -1)).toBe(15);
    expect(stepMinutes(3, 15, -1)).toBe(0);
    expect(stepMinutes(1435, 30, 1)).toBe(1440);
  });
});
