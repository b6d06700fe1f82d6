import { useState } from 'react';
import type { TeamAnalytics } from '@/api/types';
import { BarList } from '@/features/dashboards';
import { MAX_KPI } from '@/lib/bands';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { ViewSwitch } from '@/ui/ViewSwitch';
import text from '@/ui/text.module.css';

/** The mean KPI of each weekday, in the order of the week. */
export function WeekdaysCard({ weekdays }: Pick<TeamAnalytics, 'weekdays'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asTable, setAsTable] = useState(false);
  const title = t('teamStats.weekdays');
  if (weekdays.every(({ counted }) => counted === 0)) {
    return (
      <Card title={title}>
        <p className={text.hint}>{t('teamStats.weekdaysEmpty')}</p>
      </Card>
    );
  }
  const inOrder = format.week.flatMap((index) => weekdays[index] ?? []);
  const meanText = (mean: number | null) => (mean === null ? t('app.none') : format.number(mean));
  return (
    <Card title={title} aside={<ViewSwitch asTable={asTable} onChange={setAsTable} />}>
      {asTable ? (
        <DataTable
          caption={title}
          columns={[t('teamStats.weekday'), t('teamStats.mean'), t('teamStats.daysColumn')]}
          rows={inOrder.map(({ weekday, mean, counted }) => ({
            key: String(weekday),
            cells: [format.weekdayName(weekday - 1), meanText(mean), format.whole(counted)],
          }))}
        />
      ) : (
        <BarList
          label={title}
          bars={inOrder.map(({ weekday, mean, counted }) => ({
            key: String(weekday),
            name: format.weekdayName(weekday - 1),
            share: (mean ?? 0) / MAX_KPI,
            value: meanText(mean),
            note: t('teamStats.days', { count: counted }),
          }))}
        />
      )}
    </Card>
  );
}
