import { expect, it } from 'vitest';
import { encode } from 'uqr';
import { qrPath } from './qrPath';

/** The modules that the path covers, as keys. */
function modules(path: string): string[] {
  return [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)].flatMap(([, x, y, width]) =>
    Array.from({ length: Number(width) }, (_, step) => `${Number(x) + step},${y}`),
  );
}

it('draws each dark module once, within a quiet zone', () => {
  const text = 'https://kpi.example.org/friends?code=7K2M-9QXR-4T8VB';
  const { size, path } = qrPath(text);
  const { data } = encode(text, { ecc: 'M', border: 4 });
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`${x},${y}`] : [])));
  expect(modules(path).sort()).toEqual(dark.sort());
  expect(size).toBe(data.length);
  // The corners of the finder patterns.
  for (const corner of ['4,4', `${size - 5},4`, `4,${size - 5}`]) expect(dark).toContain(corner);
  expect(dark.some((module) => module.startsWith('3,'))).toBe(false);
});
