import { useState } from 'react';
import type { TeamAnalytics } from '@/api/types';
import { BarList } from '@/features/dashboards';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { ViewSwitch } from '@/ui/ViewSwitch';
import text from '@/ui/text.module.css';

/** How far the team is with the goals that run in the range. */
export function TeamGoalsCard({ goals }: Pick<TeamAnalytics, 'goals'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asTable, setAsTable] = useState(false);
  const title = t('teamStats.goals');
  if (goals.length === 0) {
    return (
      <Card title={title}>
        <p className={text.hint}>{t('teamStats.goalsEmpty')}</p>
      </Card>
    );
  }
  const progressText = (progress: number | null) =>
    progress === null ? t('app.none') : t('board.percent', { value: format.number(progress) });
  return (
    <Card title={title} aside={<ViewSwitch asTable={asTable} onChange={setAsTable} />}>
      {asTable ? (
        <DataTable
          caption={title}
          columns={[t('teamStats.goal'), t('teamStats.progress'), t('teamStats.reachedColumn')]}
          rows={goals.map((goal) => ({
            key: goal.id,
            cells: [
              <bdi>{goal.title}</bdi>,
              progressText(goal.progress),
              format.whole(goal.reached),
            ],
          }))}
        />
      ) : (
        <BarList
          label={title}
          bars={goals.map((goal) => ({
            key: goal.id,
            name: <bdi>{goal.title}</bdi>,
            share: (goal.progress ?? 0) / 100,
            value: progressText(goal.progress),
            note: t('teamStats.reached', { count: goal.reached }),
          }))}
        />
      )}
    </Card>
  );
}
