import { clsx } from 'clsx';
import { scaleBand } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Forecast } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { useWidth } from '@/lib/useWidth';
import { Tooltip } from '@/ui/Tooltip';
import { Cursor } from './Cursor';
import { KpiAxis } from './KpiAxis';
import { kpiScale, type Plot } from './scale';
import { useChartCursor } from './useChartCursor';
import chart from './chart.module.css';

const HEIGHT = 220;
const NARROW = 420;

interface Point {
  x: number;
  y: number;
  low: number;
  high: number;
}

const trend = line<Point>(
  ({ x }) => x,
  ({ y }) => y,
).digits(1);
const interval = area<Point>(
  ({ x }) => x,
  ({ low }) => low,
  ({ high }) => high,
).digits(1);

/** The forecast of each month: a line inside its prediction interval. */
export function ForecastChart({ forecast }: { forecast: Forecast }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [frame, width] = useWidth<HTMLDivElement>();
  const plot: Plot = { left: 32, right: Math.max(33, width - 4), top: 8, bottom: HEIGHT - 24 };
  const x = scaleBand(
    forecast.months.map(({ month }) => month),
    [plot.left, plot.right],
  );
  const y = kpiScale(plot);
  const points = forecast.months.map(({ month, mean, low, high }) => ({
    month,
    mean,
    lowest: low,
    highest: high,
    x: (x(month) ?? plot.left) + x.bandwidth() / 2,
    y: y(mean),
    low: y(low),
    high: y(high),
  }));

  const { cursor, mark, handlers } = useChartCursor(points);
  const label = (point: (typeof points)[number]) =>
    t('year.forecastPoint', {
      month: format.monthName(point.month),
      mean: format.number(point.mean),
      low: format.number(point.lowest),
      high: format.number(point.highest),
    });

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
        <path className={chart.band} d={interval(points) ?? ''} />
        <path className={clsx(chart.line, chart.lineForecast)} d={trend(points) ?? ''} />
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
        {cursor && <Cursor mark={cursor} plot={plot} />}
      </svg>
      {mark && (
        <div
          className={chart.control}
          role="slider"
          tabIndex={0}
          aria-label={t('year.month')}
          aria-valuemin={1}
          aria-valuemax={points.length}
          aria-valuenow={mark.month}
          aria-valuetext={label(mark)}
          {...handlers}
        />
      )}
      {cursor && <Tooltip place={{ x: cursor.x, y: cursor.y, width }}>{label(cursor)}</Tooltip>}
    </div>
  );
}
