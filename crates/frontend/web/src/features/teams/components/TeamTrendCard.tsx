import { useMemo, useState } from 'react';
import type { TeamAnalytics } from '@/api/types';
import { TrendChart, trendOf } from '@/features/dashboards';
import { bandOf } from '@/lib/bands';
import { addDays } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { ViewSwitch } from '@/ui/ViewSwitch';
import text from '@/ui/text.module.css';

const LEAST_POINTS = 2;

/** The mean KPI of each day. */
export function TeamTrendCard({ analytics }: { analytics: TeamAnalytics }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asTable, setAsTable] = useState(false);
  const { days, from, to } = analytics;
  const points = useMemo(
    () =>
      trendOf(
        days.map(({ date, mean }) => ({ date, kpi: mean })),
        addDays(to, 1),
      ),
    [days, to],
  );
  const title = t('teamStats.trend');
  if (points.length < LEAST_POINTS) {
    return (
      <Card title={title}>
        <p className={text.hint}>{t('teamStats.trendEmpty')}</p>
      </Card>
    );
  }
  const counted = new Map(days.map((day) => [day.date, day.counted]));
  return (
    <Card title={title} aside={<ViewSwitch asTable={asTable} onChange={setAsTable} />}>
      {asTable ? (
        <DataTable
          caption={title}
          columns={[
            t('teamStats.date'),
            t('teamStats.mean'),
            t('teamStats.counted'),
            t('teamStats.away'),
            t('teamStats.silent'),
          ]}
          rows={days.map((day) => ({
            key: day.date,
            cells: [
              format.shortDate(day.date),
              day.mean === null ? t('app.none') : format.number(day.mean),
              format.whole(day.counted),
              format.whole(day.away),
              format.whole(day.silent),
            ],
          }))}
        />
      ) : (
        <>
          <p className={text.hint}>{t('teamStats.trendHint')}</p>
          <TrendChart
            from={from}
            to={to}
            points={points}
            label={t('teamStats.trendLabel')}
            pointText={({ date, kpi, mean }) =>
              t('teamStats.trendPoint', {
                date: format.fullDate(date),
                kpi: format.number(kpi),
                band: t(`band.${bandOf(kpi)}`),
                count: counted.get(date) ?? 0,
                mean: format.number(mean),
              })
            }
          />
        </>
      )}
    </Card>
  );
}
