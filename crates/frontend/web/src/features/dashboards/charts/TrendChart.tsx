import { clsx } from 'clsx';
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { memo, type MouseEvent, useMemo } from 'react';
import { Link } from 'wouter';
import { daysBetween, monthOf, yearOf } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { type Format, useFormat } from '@/lib/useFormat';
import { useWidth } from '@/lib/useWidth';
import { Tooltip } from '@/ui/Tooltip';
import { labelledDates, type LabelUnit } from '../labelledDates';
import type { TrendPoint } from '../movingMean';
import { Cursor } from './Cursor';
import { KpiAxis } from './KpiAxis';
import { kpiScale, type Plot } from './scale';
import { useChartCursor } from './useChartCursor';
import chart from './chart.module.css';

const HEIGHT = 220;
/** A longer gap between days with a KPI interrupts the line. */
const LONGEST_GAP_DAYS = 7;
/** Below this width fewer dates are labelled. */
const NARROW = 520;
/** The space that a label needs before the end of the axis. */
const LABEL_WIDTH = { years: 28, months: 20, days: 80 };

interface TrendChartProps {
  from: string;
  to: string;
  points: readonly TrendPoint[];
  /** What the chart shows. */
  label: string;
  pointText: (point: TrendPoint) => string;
  /** Where a point leads, for a chart that is a link; another one is only read. */
  link?: { href: (point: TrendPoint) => string; hint: string };
}

/** Daily KPIs as points, with their seven-day mean as a line. */
export function TrendChart({ from, to, points, label, pointText, link }: TrendChartProps) {
  const { t } = useTranslation();
  const [frame, width] = useWidth<HTMLDivElement>();
  const plot = useMemo(() => plotOf(width), [width]);
  const marks = useMemo(() => marksOf(from, to, points, plot), [from, to, points, plot]);
  const { cursor, mark, takeNewTouch, handlers } = useChartCursor(marks);
  return (
    <div className={chart.root} ref={frame}>
      <svg
        className={chart.svg}
        width={width}
        height={HEIGHT}
        // Where the frame is narrower than measured, as on paper, it is scaled.
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={label}
      >
        {width > 0 && <Drawing from={from} to={to} width={width} plot={plot} marks={marks} />}
        {cursor && <Cursor mark={cursor} plot={plot} />}
      </svg>
      {mark && !link && (
        <div
          className={chart.control}
          role="slider"
          tabIndex={0}
          aria-label={t('year.date')}
          aria-valuemin={1}
          aria-valuemax={marks.length}
          aria-valuenow={marks.indexOf(mark) + 1}
          aria-valuetext={pointText(mark)}
          {...handlers}
        />
      )}
      {mark && link && (
        <Link
          className={chart.control}
          href={link.href(mark)}
          aria-label={pointText(mark)}
          aria-description={link.hint}
          onClick={(event: MouseEvent) => {
            if (takeNewTouch()) event.preventDefault();
          }}
          {...handlers}
        />
      )}
      {cursor && <Tooltip place={{ x: cursor.x, y: cursor.y, width }}>{pointText(cursor)}</Tooltip>}
      {link && (
        // A changed name of what has the focus already is not announced.
        <span className="visually-hidden" role="status">
          {cursor && pointText(cursor)}
        </span>
      )}
    </div>
  );
}

/** A point with its place in the plot. */
interface TrendMark extends TrendPoint {
  x: number;
  y: number;
  meanY: number;
  longMeanY: number | undefined;
}

function plotOf(width: number): Plot {
  return { left: 32, right: Math.max(33, width - 4), top: 8, bottom: HEIGHT - 24 };
}

/** The place of a date, by its number from 0. */
function dayScale(from: string, to: string, plot: Plot) {
  return scaleLinear([0, daysBetween(from, to) + 1], [plot.left, plot.right]);
}

function marksOf(
  from: string,
  to: string,
  points: readonly TrendPoint[],
  plot: Plot,
): readonly TrendMark[] {
  const x = dayScale(from, to, plot);
  const y = kpiScale(plot);
  return points.map((point) => ({
    ...point,
    x: x(daysBetween(from, point.date) + 0.5),
    y: y(point.kpi),
    meanY: y(point.mean),
    longMeanY: point.longMean === undefined ? undefined : y(point.longMean),
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

/** A line through the means of the marks. */
function meanLine(marks: readonly (TrendMark | null)[], mean: 'meanY' | 'longMeanY'): string {
  const path = line<TrendMark | null>(
    (mark) => mark?.x ?? 0,
    (mark) => mark?.[mean] ?? 0,
  );
  return path.defined((mark) => mark?.[mean] !== undefined).digits(1)(marks) ?? '';
}

function labelOf(date: string, unit: LabelUnit, format: Format): string {
  if (unit === 'years') return String(yearOf(date));
  return unit === 'months' ? format.monthName(monthOf(date), 'short') : format.dayAndMonth(date);
}

interface DrawingProps {
  from: string;
  to: string;
  width: number;
  plot: Plot;
  marks: readonly TrendMark[];
}

/** All that the pointer does not change, so that its moves do not draw hundreds of points again. */
const Drawing = memo(function Drawing({ from, to, width, plot, marks }: DrawingProps) {
  const format = useFormat();
  const x = dayScale(from, to, plot);
  const { unit, dates } = labelledDates(from, to, width < NARROW);
  const lines = withGaps(marks);
  return (
    <>
      <KpiAxis plot={plot} />
      {dates
        .map((date) => ({ date, x: x(daysBetween(from, date)) }))
        .filter(({ x }) => x + LABEL_WIDTH[unit] <= plot.right)
        .map(({ date, x }) => (
          <text key={date} className={chart.label} x={x} y={HEIGHT - 6}>
            {labelOf(date, unit, format)}
          </text>
        ))}
      {/* One path of dots: hundreds of elements would cost the page a tenth of a second on a phone. */}
      <path
        data-testid="points"
        className={chart.points}
        d={marks.map(({ x, y }) => `M${x} ${y}h0`).join('')}
      />
      <path className={chart.line} d={meanLine(lines, 'meanY')} />
      <path className={clsx(chart.line, chart.lineLong)} d={meanLine(lines, 'longMeanY')} />
    </>
  );
});
