import { encode } from 'uqr';

/** The quiet zone around the code, in modules, that readers rely on. */
const QUIET = 4;

/** A text as a QR code: the outline of its dark modules as the path of an SVG, and the SVG's size. */
export function qrPath(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET });
  const runs = data.flatMap((row, y) =>
    [
      ...row
        .map((dark) => (dark ? '#' : ' '))
        .join('')
        .matchAll(/#+/g),
    ].map(({ index, 0: { length } }) => `M${index} ${y}h${length}v1h-${length}z`),
  );
  return { size, path: runs.join('') };
}
