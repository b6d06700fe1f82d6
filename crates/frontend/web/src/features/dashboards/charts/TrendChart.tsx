import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { memo, type MouseEvent, useMemo } from 'react';
import { Link } from 'wouter';
import { bandOf } from '@/lib/bands';
import { dateOf, dayOfYear, daysBetween, daysInYear } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { useWidth } from '@/lib/useWidth';
import { Tooltip } from '@/ui/Tooltip';
import type { TrendPoint } from '../movingMean';
import { Cursor } from './Cursor';
import { KpiAxis } from './KpiAxis';
import { kpiScale, type Plot } from './scale';
import { useChartCursor } from './useChartCursor';
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

/** Daily KPIs as points, with their seven-day mean as a line. The whole chart is a link to the day pointed at. */
export function TrendChart({ year, points }: TrendChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [frame, width] = useWidth<HTMLDivElement>();
  const plot = useMemo(() => plotOf(width), [width]);
  const marks = useMemo(() => marksOf(year, points, plot), [year, points, plot]);
  const { cursor, mark, takeNewTouch, handlers } = useChartCursor(marks);
  const label = ({ date, kpi, mean }: TrendPoint) =>
    t('year.trendPoint', {
      date: format.fullDate(date),
      kpi: format.number(kpi),
      band: t(`band.${bandOf(kpi)}`),
      mean: format.number(mean),
    });

  return (
    <>
      <p className={text.hint}>{t('year.trendHint')}</p>
      <div className={chart.root} ref={frame}>
        <svg
          className={chart.svg}
          width={width}
          height={HEIGHT}
          // Where the frame is narrower than measured, as on paper, it is scaled.
          viewBox={`0 0 ${width} ${HEIGHT}`}
          role="img"
          aria-label={t('year.trendLabel', { year })}
        >
          {width > 0 && <Drawing year={year} width={width} plot={plot} marks={marks} />}
          {cursor && <Cursor mark={cursor} plot={plot} />}
        </svg>
        {mark && (
          <Link
            className={chart.control}
            href={routes.day(mark.date)}
            aria-label={label(mark)}
            aria-description={t('year.trendKeys')}
            onClick={(event: MouseEvent) => {
              if (takeNewTouch()) event.preventDefault();
            }}
            {...handlers}
          />
        )}
        {cursor && <Tooltip place={{ x: cursor.x, y: cursor.y, width }}>{label(cursor)}</Tooltip>}
        {/* A changed name of what has the focus already is not announced. */}
        <span className="visually-hidden" role="status">
          {cursor && label(cursor)}
        </span>
      </div>
    </>
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
