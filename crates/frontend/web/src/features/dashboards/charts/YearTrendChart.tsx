import { bandOf } from '@/lib/bands';
import { dateOf } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import type { TrendPoint } from '../movingMean';
import { TrendChart } from './TrendChart';
import text from '@/ui/text.module.css';

interface YearTrendChartProps {
  year: number;
  points: readonly TrendPoint[];
}

/** The KPIs of a year. The whole chart is a link to the day pointed at. */
export function YearTrendChart({ year, points }: YearTrendChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <p className={text.hint}>{t('year.trendHint')}</p>
      <TrendChart
        from={dateOf(year, 1, 1)}
        to={dateOf(year, 12, 31)}
        points={points}
        label={t('year.trendLabel', { year })}
        pointText={({ date, kpi, mean }) =>
          t('year.trendPoint', {
            date: format.fullDate(date),
            kpi: format.number(kpi),
            band: t(`band.${bandOf(kpi)}`),
            mean: format.number(mean),
          })
        }
        link={{ href: ({ date }) => routes.day(date), hint: t('year.trendKeys') }}
      />
    </>
  );
}
