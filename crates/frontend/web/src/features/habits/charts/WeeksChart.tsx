import { clsx } from 'clsx';
import { least, max } from 'd3-array';
import { type ScaleBand, scaleBand, type ScaleLinear, scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { memo, type PointerEvent, useMemo, useState } from 'react';
import type { Habit } from '@/api/types';
import { dateOf, monthOf, yearOf } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { useAmountFormat } from '@/lib/useAmountFormat';
import { useFormat } from '@/lib/useFormat';
import { useWidth } from '@/lib/useWidth';
import text from '@/ui/text.module.css';
import type { HabitWeek } from '../history';
import { useSumText } from '../useSumText';
import styles from './WeeksChart.module.css';

const HEIGHT = 200;
const LEFT = 52;
const TOP = 8;
const BOTTOM = HEIGHT - 24;
/** Below this width only every third month is labelled. */
const NARROW = 520;
/** From these minutes on, the axis counts hours. */
const HOURS_FROM = 180;

interface WeeksChartProps {
  year: number;
  habit: Habit;
  weeks: readonly HabitWeek[];
}

/** The weekly sums as bars, with what the habit's versions ask for as a line. */
export function WeeksChart({ year, habit, weeks }: WeeksChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const amounts = useAmountFormat();
  const sumText = useSumText(habit);
  const [frame, width] = useWidth<HTMLDivElement>();
  const [read, setRead] = useState<HabitWeek | null>(null);
  const { x, y } = useMemo(() => scalesOf(weeks, width), [weeks, width]);
  const atMost = habit.direction === 'at_most';
  const follow = (event: PointerEvent<SVGSVGElement>) => {
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const middle = ({ from }: HabitWeek) => (x(from) ?? 0) + x.bandwidth() / 2;
    setRead(least(weeks, (week) => Math.abs(middle(week) - at)) ?? null);
  };
  const readout = (week: HabitWeek) => {
    const values = { date: format.dayAndMonth(week.from), sum: sumText(week.amount) };
    if (week.target === 0) return t('habitPage.readout', values);
    const target = sumText(week.target);
    return atMost
      ? t('habitPage.readoutAtMost', { ...values, target })
      : t('habitPage.readoutOf', {
          ...values,
          sum: amounts.withoutUnit(week.amount, habit),
          target,
        });
  };

  return (
    <div className={styles.root} ref={frame}>
      <p className={clsx(text.hint, styles.readout)} data-testid="readout">
        {read ? readout(read) : t(atMost ? 'habitPage.chartHintAtMost' : 'habitPage.chartHint')}
      </p>
      <svg
        className={styles.svg}
        width={width}
        height={HEIGHT}
        // Where the frame is narrower than measured, as on paper, it is scaled.
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={t('habitPage.chartLabel', { habit: habit.name, year })}
        onPointerMove={follow}
        onPointerDown={follow}
        onPointerLeave={() => setRead(null)}
      >
        {width > 0 && (
          <Drawing year={year} weeks={weeks} measure={habit.measure} width={width} x={x} y={y} />
        )}
        {read && (
          <rect
            data-testid="cursor"
            className={styles.cursor}
            x={x(read.from)}
            y={TOP}
            width={x.bandwidth()}
            height={BOTTOM - TOP}
          />
        )}
      </svg>
    </div>
  );
}

interface Scales {
  x: ScaleBand<string>;
  y: ScaleLinear<number, number>;
}

function scalesOf(weeks: readonly HabitWeek[], width: number): Scales {
  const mondays = weeks.map(({ from }) => from);
  const most = max(weeks, ({ amount, target }) => Math.max(amount, target)) ?? 1;
  return {
    x: scaleBand(mondays, [LEFT, Math.max(LEFT + 1, width - 4)]).paddingInner(0.25),
    y: scaleLinear([0, Math.max(1, most)], [BOTTOM, TOP]),
  };
}

/** The ticks of the axis: whole hours or minutes, or whole numbers. */
function ticksOf(y: Scales['y'], inHours: boolean): readonly number[] {
  const unit = inHours ? 60 : 1;
  const [, most = 1] = y.domain();
  return scaleLinear([0, most / unit], [0, 1])
    .ticks(4)
    .filter(Number.isInteger)
    .map((tick) => tick * unit);
}

/** Along the whole of each week with a target. */
const targetLine = line<{ x: number; week: HabitWeek }>(({ x }) => x).digits(1);

interface DrawingProps extends Scales {
  year: number;
  weeks: readonly HabitWeek[];
  measure: Habit['measure'];
  width: number;
}

/** All that the pointer does not change. */
const Drawing = memo(function Drawing({ year, weeks, measure, width, x, y }: DrawingProps) {
  const format = useFormat();
  const [, most = 0] = y.domain();
  const inHours = measure === 'minutes' && most >= HOURS_FROM;
  const tickText = (tick: number) => {
    if (measure !== 'minutes') return format.whole(tick);
    return inHours ? format.hours(tick) : format.duration(tick);
  };
  const steps = weeks.flatMap((week) => {
    const start = x(week.from) ?? LEFT;
    return [start, start + x.step()].map((end) => ({ x: end, week }));
  });
  return (
    <>
      {ticksOf(y, inHours).map((tick) => (
        <g key={tick}>
          <line className={styles.grid} x1={LEFT} x2={width - 4} y1={y(tick)} y2={y(tick)} />
          <text className={styles.label} x={LEFT - 8} y={y(tick) + 4} textAnchor="end">
            {tickText(tick)}
          </text>
        </g>
      ))}
      {weeks.map(({ from, amount }) => (
        <rect
          key={from}
          className={styles.bar}
          x={x(from)}
          y={y(amount)}
          width={x.bandwidth()}
          height={BOTTOM - y(amount)}
        />
      ))}
      <path
        className={styles.target}
        d={
          targetLine.y(({ week }) => y(week.target)).defined(({ week }) => week.target > 0)(
            steps,
          ) ?? ''
        }
      />
      {weeks
        .filter(({ from }, index) => {
          const before = weeks[index - 1]?.from ?? dateOf(year - 1, 12, 1);
          const begins = yearOf(from) === year && monthOf(before) !== monthOf(from);
          return begins && (width >= NARROW || monthOf(from) % 3 === 1);
        })
        .map(({ from }) => (
          <text key={from} className={styles.label} x={x(from)} y={HEIGHT - 6}>
            {format.monthName(monthOf(from), 'short')}
          </text>
        ))}
    </>
  );
});
