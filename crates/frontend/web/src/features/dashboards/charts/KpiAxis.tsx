import { KPI_TICKS, kpiScale, type Plot } from './scale';
import chart from './chart.module.css';

/** The grid lines of a KPI chart, from zero, each with its value. */
export function KpiAxis({ plot }: { plot: Plot }) {
  const y = kpiScale(plot);
  return KPI_TICKS.map((tick) => (
    <g key={tick}>
      <line className={chart.grid} x1={plot.left} x2={plot.right} y1={y(tick)} y2={y(tick)} />
      <text className={chart.label} x={plot.left - 8} y={y(tick) + 4} textAnchor="end">
        {tick}
      </text>
    </g>
  ));
}
