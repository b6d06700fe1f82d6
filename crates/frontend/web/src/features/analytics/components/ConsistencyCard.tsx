import { useState } from 'react';
import type { Consistency } from '@/api/types';
import { BarList } from '@/features/dashboards';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { ViewSwitch } from '@/ui/ViewSwitch';
import { useConsistency } from '../api/getAnalytics';
import type { Period } from '../period';
import text from '@/ui/text.module.css';
import styles from './cardContent.module.css';

/** On how many of its days each habit was done. */
export function ConsistencyCard({ period }: { period: Period }) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  const consistency = useConsistency(period);
  return (
    <Card
      title={t('analytics.consistency')}
      aside={<ViewSwitch asTable={asTable} onChange={setAsTable} />}
    >
      <QueryBoundary
        query={consistency}
        errorTitle={t('analytics.loadFailed')}
        skeleton={<Skeleton shape="row" count={4} />}
      >
        {(data) => (
          <div className={styles.root} aria-busy={consistency.isPlaceholderData}>
            <p className={text.hint}>
              {t(data.exceptionDays > 0 ? 'analytics.recordedAndAway' : 'analytics.recorded', {
                recorded: data.recordedDays,
                count: data.days,
                away: data.exceptionDays,
              })}
            </p>
            {asTable ? <HabitTable consistency={data} /> : <HabitBars consistency={data} />}
          </div>
        )}
      </QueryBoundary>
    </Card>
  );
}

function HabitBars({ consistency: { habits } }: { consistency: Consistency }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <BarList
      label={t('analytics.consistency')}
      bars={habits.map(({ habitId, name, doneDays, scheduledDays }) => ({
        key: habitId,
        name: <bdi>{name}</bdi>,
        share: shareOf(doneDays, scheduledDays),
        value: format.percent(shareOf(doneDays, scheduledDays)),
        note: t('analytics.doneDays', { done: doneDays, count: scheduledDays }),
      }))}
    />
  );
}

function HabitTable({ consistency: { habits } }: { consistency: Consistency }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <DataTable
      caption={t('analytics.consistency')}
      columns={[
        t('analytics.habit'),
        t('analytics.done'),
        t('analytics.scheduled'),
        t('analytics.completion'),
        t('analytics.longestStreak'),
      ]}
      rows={habits.map((habit) => ({
        key: habit.habitId,
        cells: [
          <bdi>{habit.name}</bdi>,
          format.whole(habit.doneDays),
          format.whole(habit.scheduledDays),
          format.percent(habit.completion),
          t(habit.isWeekly ? 'analytics.weeks' : 'analytics.days', { count: habit.longestStreak }),
        ],
      }))}
    />
  );
}

function shareOf(done: number, scheduled: number): number {
  return scheduled === 0 ? 0 : done / scheduled;
}
