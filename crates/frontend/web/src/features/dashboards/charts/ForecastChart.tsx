import { clsx } from 'clsx';
import type { Forecast } from '@/api/types';
import { MAX_KPI } from '@/lib/bands';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { useWidth } from '@/lib/useWidth';
import { KpiAxis } from './KpiAxis';
import { linePath, type Plot, yOf } from './scale';
import chart from './chart.module.css';

const HEIGHT = 220;
const NARROW = 420;

/** The forecast of each month: a line inside its prediction interval. */
export function ForecastChart({ forecast }: { forecast: Forecast }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [frame, width] = useWidth<HTMLDivElement>();
  const plot: Plot = { left: 32, right: Math.max(33, width - 4), top: 8, bottom: HEIGHT - 24 };
  const step = (plot.right - plot.left) / forecast.months.length;
  const points = forecast.months.map(({ month, mean, low, high }, index) => ({
    month,
    mean,
    x: plot.left + (index + 0.5) * step,
    y: yOf(mean, plot),
    low: yOf(Math.max(0, low), plot),
    high: yOf(Math.min(MAX_KPI, high), plot),
  }));
  const upper = linePath(points.map(({ x, high }) => ({ x, y: high })));
  const lower = linePath(points.toReversed().map(({ x, low }) => ({ x, y: low })));

  return (
    <div className={chart.root} ref={frame}>
      <svg
        className={chart.svg}
        width={width}
        height={HEIGHT}
        // Where the frame is narrower than measured, as on paper, it is scaled.
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={t('year.forecastLabel', { year: forecast.year })}
      >
        <KpiAxis plot={plot} />
        <path className={chart.band} d={`${upper}L${lower.slice(1)}Z`} />
        <path className={clsx(chart.line, chart.lineForecast)} d={linePath(points)} />
        {points.map(({ month, mean, x, y }, index) => {
          const named = width >= NARROW || index % 2 === 0;
          return (
            <g key={month}>
              <circle className={chart.cursorPoint} cx={x} cy={y} r={2.5} />
              {named && (
                <>
                  <text className={chart.value} x={x} y={y - 10} textAnchor="middle">
                    {format.whole(mean)}
                  </text>
                  <text className={chart.label} x={x} y={HEIGHT - 6} textAnchor="middle">
                    {format.monthName(month, 'short')}
                  </text>
                </>
              )}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
