import { useState } from 'react';
import type { Correlations, KpiCorrelation, RankCorrelation } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { useCorrelations } from '../api/getAnalytics';
import type { Period } from '../period';
import text from '@/ui/text.module.css';
import styles from './CorrelationsCard.module.css';

/** How many relations are shown at first. */
const FIRST = 5;

/** Which habits go together, and which with the KPI, in sentences. */
export function CorrelationsCard({ period }: { period: Period }) {
  const { t } = useTranslation();
  const correlations = useCorrelations(period);
  return (
    <Card title={t('analytics.together')}>
      <div className={styles.root}>
        <p className={text.hint}>{t('analytics.togetherHint')}</p>
        <QueryBoundary
          query={correlations}
          errorTitle={t('analytics.loadFailed')}
          skeleton={<Skeleton shape="row" count={4} />}
        >
          {(data) => (
            <div className={styles.root} aria-busy={correlations.isPlaceholderData}>
              <BetweenHabits correlations={data} />
              <WithKpi correlations={data} />
            </div>
          )}
        </QueryBoundary>
      </div>
    </Card>
  );
}

function BetweenHabits({ correlations }: { correlations: Correlations }) {
  const { t } = useTranslation();
  const { betweenHabits, pairs, comparedPairs, minCommonDays, falseDiscoveryRate } = correlations;
  const format = useFormat();
  return (
    <section>
      <h3>{t('analytics.betweenHabits')}</h3>
      <Relations
        relations={betweenHabits.map((pair) => ({
          key: `${pair.habitId} ${pair.otherHabitId}`,
          sentence: t(isPositive(pair) ? 'analytics.pairMore' : 'analytics.pairLess', {
            habit: pair.name,
            other: pair.otherName,
          }),
          correlation: pair,
        }))}
      />
      <p className={text.hint}>
        {comparedPairs === 0
          ? t('analytics.noPairs', { days: minCommonDays })
          : t(betweenHabits.length > 0 ? 'analytics.pairs' : 'analytics.pairsNone', {
              found: betweenHabits.length,
              compared: comparedPairs,
              count: pairs,
              days: minCommonDays,
              rate: format.percent(falseDiscoveryRate),
            })}
      </p>
    </section>
  );
}

/** The strongest first. */
function WithKpi({ correlations: { withKpi, minCommonDays } }: { correlations: Correlations }) {
  const { t } = useTranslation();
  const holding = withKpi
    .filter(({ holds }) => holds)
    .sort((one, other) => (other.coefficient ?? 0) - (one.coefficient ?? 0));
  const named = (habits: readonly KpiCorrelation[]) => habits.map(({ name }) => name).join(', ');
  const unclear = withKpi.filter(({ holds, reason }) => !holds && reason === null);
  const few = withKpi.filter(({ reason }) => reason === 'too_few_days');
  const constant = withKpi.filter(({ reason }) => reason === 'does_not_vary');
  return (
    <section>
      <h3>{t('analytics.withKpi')}</h3>
      <Relations
        relations={holding.map((habit) => ({
          key: habit.habitId,
          sentence: t(isPositive(habit) ? 'analytics.kpiMore' : 'analytics.kpiLess', {
            habit: habit.name,
          }),
          correlation: habit,
        }))}
      />
      {unclear.length > 0 && (
        <p className={text.hint}>{t('analytics.unclear', { habits: named(unclear) })}</p>
      )}
      {constant.length > 0 && (
        <p className={text.hint}>{t('analytics.constant', { habits: named(constant) })}</p>
      )}
      {few.length > 0 && (
        <p className={text.hint}>
          {t('analytics.fewDays', { habits: named(few), days: minCommonDays })}
        </p>
      )}
    </section>
  );
}

function isPositive({ coefficient }: RankCorrelation): boolean {
  return (coefficient ?? 0) > 0;
}

interface Relation {
  key: string;
  sentence: string;
  correlation: RankCorrelation;
}

/** The first of them; a press shows the others. */
function Relations({ relations }: { relations: readonly Relation[] }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  if (relations.length === 0) return null;
  const shown = all ? relations : relations.slice(0, FIRST);
  return (
    <>
      <ul className={styles.list}>
        {shown.map(({ key, sentence, correlation }) => (
          <li key={key}>
            <p>{sentence}</p>
            <Evidence correlation={correlation} />
          </li>
        ))}
      </ul>
      {relations.length > FIRST && (
        <Button variant="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('analytics.fewer') : t('analytics.showAll', { count: relations.length })}
        </Button>
      )}
    </>
  );
}

/** The coefficient with its interval and its days. */
function Evidence({ correlation }: { correlation: RankCorrelation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { coefficient, low, high, days } = correlation;
  if (coefficient === null || low === null || high === null) return null;
  return (
    <p className={text.hint}>
      {t('analytics.evidence', {
        coefficient: format.amount(coefficient),
        low: format.amount(low),
        high: format.amount(high),
        count: days,
      })}
    </p>
  );
}
