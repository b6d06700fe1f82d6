import { expect, it } from 'vitest';
import { readAmount } from './goalAmount';

it.each([
  ['12', 12],
  [' 12.5 ', 12.5],
  ['12,5', 12.5],
  ['12,50', 12.5],
  ['42,195', null],
  ['42.195', null],
  ['1,000,000', null],
  ['1 000', 1000],
  ['1\u00a0000,25', 1000.25],
  ['0', 0],
  ['0.01', 0.01],
  ['１２', 12],
  ['1000000000', 1e9],
  ['1000000001', null],
  ['', null],
  ['-1', null],
  ['1e3', null],
  ['1.2.3', null],
  ['5 km', null],
])('%j is %s', (typed, amount) => {
  expect(readAmount(typed)).toBe(amount);
});
