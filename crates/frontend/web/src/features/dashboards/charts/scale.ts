import { MAX_KPI } from '@/lib/bands';

/** The plot area of a chart, in pixels. */
export interface Plot {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export const KPI_TICKS = [0, 50, 100, 150];

export function yOf(kpi: number, plot: Plot): number {
  return plot.bottom - (kpi / MAX_KPI) * (plot.bottom - plot.top);
}

/** A path through points, interrupted wherever `breaks` returns true. */
export function linePath(
  points: readonly { x: number; y: number }[],
  breaks: (index: number) => boolean = () => false,
): string {
  return points
    .map(({ x, y }, index) => {
      const command = index === 0 || breaks(index) ? 'M' : 'L';
      return `${command}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}
