import { expect, it } from 'vitest';
import { SCALE_PARTS } from './scale';

it('divides the scale into its bands, from the lowest up', () => {
  expect(SCALE_PARTS.map(({ band, from }) => [band, from])).toEqual([
    ['needs_attention', 0],
    ['average', 80],
    ['good', 100],
    ['high', 120],
    ['exceptional', 150],
  ]);
  expect(SCALE_PARTS.map(({ share }) => Math.round(share * 150))).toEqual([80, 20, 20, 30, 0]);
});
