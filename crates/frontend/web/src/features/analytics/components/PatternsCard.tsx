import { clsx } from 'clsx';
import { useState } from 'react';
import type { PatternMean } from '@/api/types';
import { BarList } from '@/features/dashboards';
import { MAX_KPI } from '@/lib/bands';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { ViewSwitch } from '@/ui/ViewSwitch';
import { usePatterns } from '../api/getAnalytics';
import type { Period } from '../period';
import columns from '@/ui/columns.module.css';

/** The mean KPI of each day of the week and of each month. */
export function PatternsCard({ period }: { period: Period }) {
  const { t } = useTranslation();
  const format = useFormat();
  const patterns = usePatterns(period);
  return (
    <QueryBoundary
      query={patterns}
      errorTitle={t('analytics.loadFailed')}
      skeleton={<Skeleton shape="block" count={1} />}
    >
      {({ weekdays, months }) => (
        <div className={clsx(columns.root, columns.halves)} aria-busy={patterns.isPlaceholderData}>
          <MeansCard
            title={t('analytics.weekdays')}
            column={t('analytics.weekday')}
            means={format.week.flatMap((index) => weekdays[index] ?? [])}
            nameOf={(number) => format.weekdayName(number - 1)}
          />
          <MeansCard
            title={t('analytics.months')}
            column={t('analytics.month')}
            means={months.filter(({ countedDays }) => countedDays > 0)}
            nameOf={(number) => format.monthName(number)}
          />
        </div>
      )}
    </QueryBoundary>
  );
}

interface MeansCardProps {
  title: string;
  column: string;
  means: readonly PatternMean[];
  nameOf: (number: number) => string;
}

function MeansCard({ title, column, means, nameOf }: MeansCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asTable, setAsTable] = useState(false);
  const meanText = (mean: number | null) => (mean === null ? t('app.none') : format.number(mean));
  return (
    <Card title={title} aside={<ViewSwitch asTable={asTable} onChange={setAsTable} />}>
      {asTable ? (
        <DataTable
          caption={title}
          columns={[column, t('analytics.meanKpi'), t('analytics.daysColumn')]}
          rows={means.map(({ number, meanKpi, countedDays }) => ({
            key: String(number),
            cells: [nameOf(number), meanText(meanKpi), format.whole(countedDays)],
          }))}
        />
      ) : (
        <BarList
          label={title}
          bars={means.map(({ number, meanKpi, countedDays }) => ({
            key: String(number),
            name: nameOf(number),
            share: (meanKpi ?? 0) / MAX_KPI,
            value: meanText(meanKpi),
            note: t('analytics.days', { count: countedDays }),
          }))}
        />
      )}
    </Card>
  );
}
