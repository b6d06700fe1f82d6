import { describe, expect, it } from 'vitest';
import { clockMinutes, parseMinutes, stepFor, stepMinutes } from './minutes';

describe('parseMinutes', () => {
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
    ['1 h 30 min', 90],
    ['1H30M', 90],
    ['1ч30', 90],
    ['1 ч 30 мин', 90],
    ['1,5ч', 90],
    ['1.5h', 90],
    ['24:00', 1440],
    ['24h', 1440],
    ['1440', 1440],
  ])('reads %j', (typed, minutes) => {
    expect(parseMinutes(typed)).toBe(minutes);
  });

  it.each(['', '   '])('parses %j as null', (typed) => {
    expect(parseMinutes(typed)).toBeNull();
  });

  it.each(['abc', '1:60', '1:2:3', '-5', '1441', '25h', '24:01', '1h1h', ':30', 'h', '1e3'])(
    'does not guess at %j',
    (typed) => {
      expect(parseMinutes(typed)).toBeUndefined();
    },
  );

  it('parses whatever it formats', () => {
    for (let minutes = 0; minutes <= 1440; minutes += 1) {
      expect(parseMinutes(clockMinutes(minutes))).toBe(minutes);
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
