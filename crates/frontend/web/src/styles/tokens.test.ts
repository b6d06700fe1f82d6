import { describe, expect, it } from 'vitest';
import { contrast, inSrgb, type Oklch, readOklch } from '@/testing/oklch';
import css from './tokens.css?raw';

/** The colours in the block of a selector; the dark block overrides the light one. */
function colours(selector: string): Map<string, Oklch> {
  const from = css.indexOf(`${selector} {`);
  const block = css.slice(from, css.indexOf('}', from));
  const found = new Map<string, Oklch>();
  for (const [, name = '', value = ''] of block.matchAll(/--([\w-]+): (oklch\([^;]+\));/g)) {
    const colour = readOklch(value);
    if (colour) found.set(name, colour);
  }
  return found;
}

const light = colours(':root');
const themes = { light, dark: new Map([...light, ...colours(":root[data-theme='dark']")]) };

const grounds = ['background', 'surface', 'raised'];
const bands = ['needs-attention', 'average', 'good', 'high', 'exceptional'];

/** Text needs a contrast of 4.5:1 on each background. */
const texts: [string, string[]][] = [
  ['text', [...grounds, 'sunken', 'accent-soft', 'warning-soft']],
  ['muted', [...grounds, 'sunken', 'accent-soft']],
  ['accent', grounds],
  ['accent-strong', ['accent-soft']],
  ['danger', grounds],
  ['warning', grounds],
  ['on-accent', ['accent', 'accent-strong']],
  ...bands.map((band): [string, string[]] => [`on-band-${band}`, [`band-${band}`]]),
];

/** Graphics, such as borders of controls and marks of charts, need 3:1. */
const marks: [string, string[]][] = [
  ['control', grounds],
  ['focus', [...grounds, 'sunken']],
  ['mark', ['surface', 'background']],
  ['mark-minus', ['surface']],
  ['hatch', ['surface']],
  ['accent', ['surface', 'background']],
  // The first band is drawn with an edge.
  ['band-edge', ['surface', 'background']],
  ...bands.slice(1).map((band): [string, string[]] => [`band-${band}`, ['surface', 'background']]),
];

/** The least difference in lightness by which neighbouring bands are told apart at a glance. */
const LEAST_STEP = 0.15;

describe.each(Object.entries(themes))('the %s theme', (_theme, tokens) => {
  const colour = (name: string): Oklch => {
    const found = tokens.get(name);
    if (!found) throw new Error(`There is no colour --${name}.`);
    return found;
  };
  const pairs = (list: [string, string[]][]) =>
    list.flatMap(([front, backs]) => backs.map((back) => [front, back] as const));

  it.each(pairs(texts))('has %s legible on %s', (front, back) => {
    expect(contrast(colour(front), colour(back))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(pairs(marks))('has %s visible on %s', (front, back) => {
    expect(contrast(colour(front), colour(back))).toBeGreaterThanOrEqual(3);
  });

  it('has bands of one hue, each a clear step from the one before', () => {
    const steps = bands.map((band) => colour(`band-${band}`));
    const hues = steps.map(([, , hue]) => hue);
    expect(Math.max(...hues) - Math.min(...hues)).toBeLessThan(20);
    for (const [index, step] of steps.entries()) {
      const before = steps[index - 1];
      if (before) expect(Math.abs(step[0] - before[0])).toBeGreaterThan(LEAST_STEP);
    }
  });

  it('uses only colours of the sRGB gamut', () => {
    expect([...tokens].filter(([, value]) => !inSrgb(value)).map(([name]) => name)).toEqual([]);
  });
});
