import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { YearDashboard } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { ViewSwitch } from '@/ui/ViewSwitch';
import { YearTrendChart } from '../charts/YearTrendChart';
import { trendOf } from '../movingMean';
import text from '@/ui/text.module.css';

const LEAST_POINTS = 2;

export function TrendCard({ dashboard, today }: { dashboard: YearDashboard; today: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asTable, setAsTable] = useState(false);
  const { months } = dashboard;
  const points = useMemo(
    () =>
      trendOf(
        months.flatMap(({ days }) => days),
        today,
      ),
    [months, today],
  );
  if (points.length < LEAST_POINTS) {
    return (
      <Card title={t('year.trend')}>
        <p className={text.hint}>{t('year.trendEmpty')}</p>
      </Card>
    );
  }
  return (
    <Card title={t('year.trend')} aside={<ViewSwitch asTable={asTable} onChange={setAsTable} />}>
      {asTable ? (
        <DataTable
          caption={t('year.trend')}
          columns={[t('year.date'), t('year.legend'), t('year.mean7')]}
          rows={points.map(({ date, kpi, mean }) => ({
            key: date,
            cells: [
              <Link href={routes.day(date)}>{format.dayAndMonth(date)}</Link>,
              format.number(kpi),
              format.number(mean),
            ],
          }))}
        />
      ) : (
        <YearTrendChart year={dashboard.year} points={points} />
      )}
    </Card>
  );
}
