import { useState } from 'react';
import type { Comparison, PointsChange } from '@/api/types';
import { useTermName } from '@/features/kpi';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { ViewSwitch } from '@/ui/ViewSwitch';
import { useComparison } from '../api/getAnalytics';
import type { Period } from '../period';
import { ChangeBars } from './ChangeBars';
import text from '@/ui/text.module.css';
import styles from './cardContent.module.css';

interface ComparisonCardProps {
  period: Period;
  before: Period;
}

/** What moved the KPI against the period before. */
export function ComparisonCard({ period, before }: ComparisonCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asTable, setAsTable] = useState(false);
  const comparison = useComparison(period, before);
  return (
    <Card
      title={t('analytics.moved')}
      aside={
        (comparison.data?.terms.length ?? 0) > 0 && (
          <ViewSwitch asTable={asTable} onChange={setAsTable} />
        )
      }
    >
      <QueryBoundary
        query={comparison}
        errorTitle={t('analytics.loadFailed')}
        skeleton={<Skeleton shape="row" count={4} />}
      >
        {(data) => (
          <div className={styles.root} aria-busy={comparison.isPlaceholderData}>
            <p className={text.hint}>
              {t('analytics.comparedWith', { range: format.dateRange(before.from, before.to) })}
            </p>
            <Sentence comparison={data} />
            {data.terms.length > 0 && <Changes comparison={data} asTable={asTable} />}
          </div>
        )}
      </QueryBoundary>
    </Card>
  );
}

function Sentence({ comparison: { current, previous } }: { comparison: Comparison }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (current.meanKpi === null || previous.meanKpi === null) {
    return <p>{t('analytics.notComparable')}</p>;
  }
  return (
    <p>
      {t('analytics.change', {
        change: format.signed(current.meanKpi - previous.meanKpi),
        mean: format.number(current.meanKpi),
        count: current.countedDays,
        before: format.number(previous.meanKpi),
        beforeCount: previous.countedDays,
      })}
    </p>
  );
}

/** Something in both periods, by its name. */
export interface NamedChange extends PointsChange {
  key: string;
  name: string;
}

function Changes({ comparison, asTable }: { comparison: Comparison; asTable: boolean }) {
  const { t } = useTranslation();
  const termName = useTermName();
  const { terms, limit, habits } = comparison;
  const named = terms.map((term) => ({ ...term, key: term.code, name: termName(term.code) }));
  const isLimited = limit.current !== 0 || limit.previous !== 0;
  const all = isLimited
    ? [...named, { ...limit, key: 'limit', name: t('analytics.limit') }]
    : named;
  const ofHabits = habits.map((habit) => ({ ...habit, key: habit.habitId }));
  const View = asTable ? ChangeTable : ChangeBars;
  return (
    <>
      <View title={t('analytics.byTerm')} changes={all} />
      {ofHabits.length > 0 && <View title={t('analytics.byHabit')} changes={ofHabits} />}
      <p className={text.hint}>{t('analytics.addsUp')}</p>
    </>
  );
}

function ChangeTable({ title, changes }: { title: string; changes: readonly NamedChange[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section>
      <h3>{title}</h3>
      <DataTable
        caption={title}
        columns={[
          t('analytics.what'),
          t('analytics.before'),
          t('analytics.now'),
          t('analytics.difference'),
        ]}
        rows={changes.map(({ key, name, previous, current, change }) => ({
          key,
          cells: [
            <bdi>{name}</bdi>,
            format.number(previous),
            format.number(current),
            format.signed(change),
          ],
        }))}
      />
    </section>
  );
}
