import { clsx } from 'clsx';
import { least } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { memo, type PointerEvent, useMemo, useState } from 'react';
import { dateOf, dayOfYear, daysBetween, daysInYear } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { useWidth } from '@/lib/useWidth';
import type { TrendPoint } from '../movingMean';
import { KpiAxis } from './KpiAxis';
import { kpiScale, type Plot } from './scale';
import chart from './chart.module.css';
import text from '@/ui/text.module.css';

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

/** Daily KPIs as points, with their seven-day mean as a line; the pointer reads a day. */
export function TrendChart({ year, points }: TrendChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [frame, width] = useWidth<HTMLDivElement>();
  const [cursor, setCursor] = useState<TrendMark | null>(null);
  const plot = useMemo(() => plotOf(width), [width]);
  const marks = useMemo(() => marksOf(year, points, plot), [year, points, plot]);
  const follow = (event: PointerEvent<SVGSVGElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    setCursor(least(marks, (mark) => Math.abs(mark.x - x)) ?? null);
  };

  return (
    <div className={chart.root} ref={frame}>
      <p className={clsx(text.hint, chart.readout)} data-testid="readout">
        {cursor
          ? t('year.readout', {
              date: format.dayAndMonth(cursor.date),
              kpi: format.number(cursor.kpi),
              mean: format.number(cursor.mean),
            })
          : t('year.trendHint')}
      </p>
      <svg
        className={chart.svg}
        width={width}
        height={HEIGHT}
        // Where the frame is narrower than measured, as on paper, it is scaled.
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={t('year.trendLabel', { year })}
        onPointerMove={follow}
        onPointerDown={follow}
        onPointerLeave={() => setCursor(null)}
      >
        {width > 0 && <Drawing year={year} width={width} plot={plot} marks={marks} />}
        {cursor && (
          <>
            <line
              className={chart.cursor}
              x1={cursor.x}
              x2={cursor.x}
              y1={plot.top}
              y2={plot.bottom}
            />
            <circle
              data-testid="cursor"
              className={chart.cursorPoint}
              cx={cursor.x}
              cy={cursor.y}
              r={4}
            />
          </>
        )}
      </svg>
    </div>
  );
}

/** A point with its place in the plot. */
interface TrendMark extends TrendPoint {
  x: number;
  y: number;
  meanY: number;
}

function plotOf(width: number): Plot {
  return { left: 32, right: Math.max(33, width - 4), top: 8, bottom: HEIGHT - 24 };
}

/** The place of a day of the year, by its number from 0. */
function dayScale(year: number, plot: Plot) {
  return scaleLinear([0, daysInYear(year)], [plot.left, plot.right]);
}

function marksOf(year: number, points: readonly TrendPoint[], plot: Plot): readonly TrendMark[] {
  const x = dayScale(year, plot);
  const y = kpiScale(plot);
  return points.map((point) => ({
    ...point,
    x: x(dayOfYear(point.date) + 0.5),
    y: y(point.kpi),
    meanY: y(point.mean),
  }));
}

/** The marks, with null where the line is interrupted. */
function withGaps(marks: readonly TrendMark[]): (TrendMark | null)[] {
  return marks.flatMap((mark, index) => {
    const before = marks[index - 1];
    const isGap = before && daysBetween(before.date, mark.date) > LONGEST_GAP_DAYS;
    return isGap ? [null, mark] : [mark];
  });
}

const meanLine = line<TrendMark | null>(
  (mark) => mark?.x ?? 0,
  (mark) => mark?.meanY ?? 0,
)
  .defined((mark) => mark !== null)
  .digits(1);

interface DrawingProps {
  year: number;
  width: number;
  plot: Plot;
  marks: readonly TrendMark[];
}

/** All that the pointer does not change, so that its moves do not draw hundreds of points again. */
const Drawing = memo(function Drawing({ year, width, plot, marks }: DrawingProps) {
  const format = useFormat();
  const x = dayScale(year, plot);
  return (
    <>
      <KpiAxis plot={plot} />
      {MONTHS.filter((month) => width >= NARROW || month % 2 === 1).map((month) => (
        <text
          key={month}
          className={chart.label}
          x={x(dayOfYear(dateOf(year, month, 1)))}
          y={HEIGHT - 6}
        >
          {format.monthName(month, 'short')}
        </text>
      ))}
      {/* One path of dots: hundreds of elements would cost the page a tenth of a second on a phone. */}
      <path
        data-testid="points"
        className={chart.points}
        d={marks.map(({ x, y }) => `M${x} ${y}h0`).join('')}
      />
      <path className={chart.line} d={meanLine(withGaps(marks)) ?? ''} />
    </>
  );
});
