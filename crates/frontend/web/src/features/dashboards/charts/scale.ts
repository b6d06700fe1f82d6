import { scaleLinear } from 'd3-scale';
import { MAX_KPI } from '@/lib/bands';

/** The plot area of a chart, in pixels. */
export interface Plot {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export const KPI_TICKS = scaleLinear([0, MAX_KPI], [0, 1]).ticks(4);

/** The height of a KPI in the plot; what is outside of the scale is at its ends. */
export function kpiScale(plot: Plot) {
  return scaleLinear([0, MAX_KPI], [plot.bottom, plot.top]).clamp(true);
}
