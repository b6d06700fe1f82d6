import { clsx } from 'clsx';
import { useSearchParams } from 'wouter';
import type { Trends, User } from '@/api/types';
import { useMe, useToday } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { ButtonLink } from '@/ui/Button';
import { CardSkeleton } from '@/ui/Card';
import { EmptyState } from '@/ui/Notice';
import { Page } from '@/ui/Page';
import { PageHeading } from '@/ui/PageHeading';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Segmented } from '@/ui/Segmented';
import { Skeleton } from '@/ui/Skeleton';
import { useTrends } from '../api/getAnalytics';
import { type Period, periodBefore, periodName, periodOf, PERIODS } from '../period';
import { ComparisonCard } from './ComparisonCard';
import { ConsistencyCard } from './ConsistencyCard';
import { CorrelationsCard } from './CorrelationsCard';
import { PatternsCard } from './PatternsCard';
import { TrendsCard } from './TrendsCard';
import columns from '@/ui/columns.module.css';
import text from '@/ui/text.module.css';
import styles from './AnalyticsPage.module.css';

/** What a period says, which is in the URL. */
export function AnalyticsPage() {
  const me = useMe();
  return me.data ? <Analytics user={me.data} /> : null;
}

function Analytics({ user }: { user: User }) {
  const { t } = useTranslation();
  const format = useFormat();
  const today = useToday(user);
  const [search, setSearch] = useSearchParams();
  const name = periodName(search.get('days'));
  const period = periodOf(name, today);
  const trends = useTrends(period);
  return (
    <Page>
      <div className={styles.header} data-page-inset>
        <PageHeading title={t('analytics.title')}>{t('analytics.title')}</PageHeading>
        <Segmented
          label={t('analytics.period')}
          labelHidden
          value={name}
          options={PERIODS.map((value) => ({
            value,
            label:
              value === 'all'
                ? t('analytics.allDays')
                : t('analytics.days', { count: Number(value) }),
          }))}
          onChange={(days) => setSearch({ days }, { replace: true })}
        />
        <p className={text.hint}>
          {t('analytics.range', { range: format.dateRange(period.from, period.to) })}
        </p>
      </div>
      <QueryBoundary
        query={trends}
        errorTitle={t('analytics.loadFailed')}
        skeleton={
          <CardSkeleton>
            <Skeleton shape="block" count={2} />
          </CardSkeleton>
        }
        empty={(data) => data.countedDays === 0 && <Empty />}
      >
        {(data) => (
          <div className={columns.column} aria-busy={trends.isPlaceholderData}>
            <Cards trends={data} period={period} />
          </div>
        )}
      </QueryBoundary>
    </Page>
  );
}

function Cards({ trends, period }: { trends: Trends; period: Period }) {
  const before = periodBefore(period);
  return (
    <>
      <TrendsCard trends={trends} period={period} />
      {before && <ComparisonCard period={period} before={before} />}
      <PatternsCard period={period} />
      <div className={clsx(columns.root, columns.halves)}>
        <ConsistencyCard period={period} />
        <CorrelationsCard period={period} />
      </div>
    </>
  );
}

function Empty() {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={t('analytics.emptyTitle')}
      action={
        <ButtonLink variant="primary" href={routes.today()}>
          {t('analytics.emptyAction')}
        </ButtonLink>
      }
    >
      {t('analytics.emptyHint')}
    </EmptyState>
  );
}
