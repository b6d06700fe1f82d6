import type { Term } from '@/api/types';

/** One bar, from the running sum before its term to the sum after it. */
export interface WaterfallBar {
  code: string;
  points: number;
  /** Left and right edge as fractions of the axis, 0–1. */
  left: number;
  right: number;
}

export interface Waterfall {
  bars: readonly WaterfallBar[];
  total: WaterfallBar;
  /** The position of zero on the axis, 0–1: above 0 if the sum becomes negative. */
  zero: number;
}

/** The axis extends at least to this value, so that a low KPI does not fill the chart. */
const LEAST_REACH = 100;

export function layOutWaterfall(terms: readonly Term[], total: number): Waterfall {
  let sum = 0;
  const spans = terms.map(({ code, points }) => {
    const from = sum;
    sum += points;
    return { code, points, from, to: sum };
  });
  const edges = [0, total, ...spans.map(({ to }) => to)];
  const low = Math.min(...edges);
  const reach = Math.max(LEAST_REACH, ...edges) - low;
  const place = (value: number) => (value - low) / reach;
  const bar = (code: string, points: number, from: number, to: number): WaterfallBar => ({
    code,
    points,
    left: place(Math.min(from, to)),
    right: place(Math.max(from, to)),
  });
  return {
    bars: spans.map(({ code, points, from, to }) => bar(code, points, from, to)),
    total: bar('total', total, 0, total),
    zero: place(0),
  };
}
