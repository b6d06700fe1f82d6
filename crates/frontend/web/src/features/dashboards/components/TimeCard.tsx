import { useState } from 'react';
import type { YearDashboard } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { ViewSwitch } from '@/ui/ViewSwitch';
import { TimeBars } from '../charts/TimeBars';
import text from '@/ui/text.module.css';

export function TimeCard({ dashboard }: { dashboard: YearDashboard }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asTable, setAsTable] = useState(false);
  const { activities, year } = dashboard;
  if (activities.length === 0) {
    return (
      <Card title={t('year.time')}>
        <p className={text.hint}>{t('year.timeEmpty')}</p>
      </Card>
    );
  }
  return (
    <Card title={t('year.time')} aside={<ViewSwitch asTable={asTable} onChange={setAsTable} />}>
      {asTable ? (
        <DataTable
          caption={t('year.time')}
          columns={[t('year.habit'), t('year.timeColumn'), t('year.daysColumn')]}
          rows={activities.map(({ habitId, name, minutes, days }) => ({
            key: habitId,
            cells: [<bdi>{name}</bdi>, format.duration(minutes), format.whole(days)],
          }))}
        />
      ) : (
        <TimeBars year={year} activities={activities} />
      )}
    </Card>
  );
}
