import { KPI_TICKS, type Plot, yOf } from './scale';
import chart from './chart.module.css';

/** The grid lines of a KPI chart, from zero, each with its value. */
export function KpiAxis({ plot }: { plot: Plot }) {
  return KPI_TICKS.map((tick) => (
    <g key={tick}>
      <line
        className={chart.grid}
        x1={plot.left}
        x2={plot.right}
        y1={yOf(tick, plot)}
        y2={yOf(tick, plot)}
      />
      <text className={chart.label} x={plot.left - 8} y={yOf(tick, plot) + 4} textAnchor="end">
        {tick}
      </text>
    </g>
  ));
}
