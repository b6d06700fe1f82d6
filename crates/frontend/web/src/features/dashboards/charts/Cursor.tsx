import type { Plot } from './scale';
import type { ChartMark } from './useChartCursor';
import chart from './chart.module.css';

/** Marks a value of a chart. */
export function Cursor({ mark: { x, y }, plot }: { mark: ChartMark; plot: Plot }) {
  return (
    <>
      <line className={chart.cursor} x1={x} x2={x} y1={plot.top} y2={plot.bottom} />
      <circle data-testid="cursor" className={chart.cursorPoint} cx={x} cy={y} r={4} />
    </>
  );
}
