import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { Trends } from '@/api/types';
import { TrendChart } from '@/features/dashboards';
import { bandOf } from '@/lib/bands';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { ViewSwitch } from '@/ui/ViewSwitch';
import type { Period } from '../period';
import text from '@/ui/text.module.css';
import styles from './cardContent.module.css';

const LEAST_POINTS = 2;

/** The KPI of each day with its means of seven and 28 days. */
export function TrendsCard({ trends, period }: { trends: Trends; period: Period }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asTable, setAsTable] = useState(false);
  const { points, meanKpi, countedDays } = trends;
  const marks = useMemo(
    () =>
      points.map(({ date, kpi, mean7, mean28 }) => ({
        date,
        kpi,
        mean: mean7.mean,
        longMean: mean28.mean,
      })),
    [points],
  );
  const first = points[0];
  const title = t('analytics.trend');
  if (!first || points.length < LEAST_POINTS) {
    return (
      <Card title={title}>
        <p className={text.hint}>{t('analytics.trendEmpty')}</p>
      </Card>
    );
  }
  const daysOf = new Map(points.map((point) => [point.date, point]));
  return (
    <Card title={title} aside={<ViewSwitch asTable={asTable} onChange={setAsTable} />}>
      <p>
        {t('analytics.meanOfPeriod', {
          mean: format.number(meanKpi ?? 0),
          band: t(`band.${bandOf(meanKpi ?? 0)}`),
          count: countedDays,
        })}
      </p>
      {asTable ? (
        <DataTable
          caption={title}
          columns={[
            t('analytics.date'),
            t('analytics.kpi'),
            t('analytics.mean7'),
            t('analytics.mean28'),
          ]}
          rows={points.map(({ date, kpi, mean7, mean28 }) => ({
            key: date,
            cells: [
              <Link href={routes.day(date)}>{format.date(date)}</Link>,
              format.number(kpi),
              t('analytics.meanOf', { mean: format.number(mean7.mean), count: mean7.days }),
              t('analytics.meanOf', { mean: format.number(mean28.mean), count: mean28.days }),
            ],
          }))}
        />
      ) : (
        <div className={styles.root}>
          <p className={text.hint}>{t('analytics.trendHint')}</p>
          <TrendChart
            // Before the first day there is nothing to see.
            from={first.date > period.from ? first.date : period.from}
            to={period.to}
            points={marks}
            label={t('analytics.trendLabel')}
            pointText={({ date, kpi, mean, longMean }) =>
              t('analytics.trendPoint', {
                date: format.fullDate(date),
                kpi: format.number(kpi),
                band: t(`band.${bandOf(kpi)}`),
                mean: format.number(mean),
                count: daysOf.get(date)?.mean7.days ?? 0,
                longMean: format.number(longMean ?? mean),
                longCount: daysOf.get(date)?.mean28.days ?? 0,
              })
            }
            link={{ href: ({ date }) => routes.day(date), hint: t('analytics.trendKeys') }}
          />
        </div>
      )}
    </Card>
  );
}
