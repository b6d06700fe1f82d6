import { describe, expect, it } from 'vitest';
import { countStepFor, readCount } from './counts';

describe('a count', () => {
  it.each([
    ['', null],
    [' ', null],
    ['0', 0],
    [' 8 ', 8],
    ['8000', 8000],
    ['8 000', 8000],
    ['8\u00a0000', 8000],
    ['8,000', 8000],
    ['\uff18', 8],
    ['10000', 10_000],
  ])('reads %j as %s', (typed, count) => {
    expect(readCount(typed)).toEqual({ count });
  });

  it.each([
    ['10001', 'long'],
    ['99999999999', 'long'],
    ['1.5', 'unreadable'],
    ['1,5', 'unreadable'],
    ['1:30', 'unreadable'],
    ['-1', 'unreadable'],
    ['eight', 'unreadable'],
    ['8 glasses', 'unreadable'],
  ])('does not read %j: %s', (typed, problem) => {
    expect(readCount(typed)).toEqual({ problem });
  });

  it.each([
    [null, 1],
    [8, 1],
    [50, 5],
    [500, 50],
    [8000, 500],
  ])('with the target %s is changed by steps of %s', (target, step) => {
    expect(countStepFor(target)).toBe(step);
  });
});
