import { type PointerEvent, useState } from 'react';
import { dateOf, dayOfYear, daysBetween, daysInYear } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { useWidth } from '@/lib/useWidth';
import type { TrendPoint } from '../movingMean';
import { KpiAxis } from './KpiAxis';
import { linePath, type Plot, yOf } from './scale';
import './charts.css';

const HEIGHT = 220;
const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);
/** A longer gap between recorded days interrupts the line. */
const LONGEST_GAP_DAYS = 7;
/** Below this width only every other month is labelled. */
const NARROW = 520;

interface TrendChartProps {
  year: number;
  points: readonly TrendPoint[];
}

/** Daily KPIs as points, with their seven-day mean as a line. */
export function TrendChart({ year, points }: TrendChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [frame, width] = useWidth<HTMLDivElement>();
  const [cursor, setCursor] = useState<TrendPoint | null>(null);
  const plot: Plot = { left: 32, right: Math.max(33, width - 4), top: 8, bottom: HEIGHT - 24 };
  const step = (plot.right - plot.left) / daysInYear(year);
  const xOf = (date: string) => plot.left + (dayOfYear(date) + 0.5) * step;

  const line = linePath(
    points.map(({ date, mean }) => ({ x: xOf(date), y: yOf(mean, plot) })),
    (index) => {
      const [before, here] = [points[index - 1], points[index]];
      return before && here ? daysBetween(before.date, here.date) > LONGEST_GAP_DAYS : false;
    },
  );
  const follow = (event: PointerEvent<SVGSVGElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    let nearest: TrendPoint | null = null;
    for (const point of points) {
      if (!nearest || Math.abs(xOf(point.date) - x) < Math.abs(xOf(nearest.date) - x)) {
        nearest = point;
      }
    }
    setCursor(nearest);
  };

  return (
    <div className="chart-frame" ref={frame}>
      <p className="chart-hint chart-readout">
        {cursor
          ? t('year.readout', {
              date: format.dayAndMonth(cursor.date),
              kpi: format.number(cursor.kpi),
              mean: format.number(cursor.mean),
            })
          : t('year.trendHint')}
      </p>
      <svg
        className="chart"
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={t('year.trendLabel', { year })}
        onPointerMove={follow}
        onPointerDown={follow}
        onPointerLeave={() => setCursor(null)}
      >
        <KpiAxis plot={plot} />
        {MONTHS.filter((month) => width >= NARROW || month % 2 === 1).map((month) => (
          <text
            key={month}
            className="chart-label"
            x={plot.left + dayOfYear(dateOf(year, month, 1)) * step}
            y={HEIGHT - 6}
          >
            {format.monthName(month, 'short')}
          </text>
        ))}
        {points.map(({ date, kpi }) => (
          <circle key={date} className="chart-point" cx={xOf(date)} cy={yOf(kpi, plot)} r={1.75} />
        ))}
        <path className="chart-line" d={line} />
        {cursor && (
          <>
            <line
              className="chart-cursor"
              x1={xOf(cursor.date)}
              x2={xOf(cursor.date)}
              y1={plot.top}
              y2={plot.bottom}
            />
            <circle
              className="chart-cursor-point"
              cx={xOf(cursor.date)}
              cy={yOf(cursor.kpi, plot)}
              r={4}
            />
          </>
        )}
      </svg>
    </div>
  );
}
