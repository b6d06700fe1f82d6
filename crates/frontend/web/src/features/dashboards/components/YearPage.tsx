import { clsx } from 'clsx';
import { useDeferredValue } from 'react';
import type { User, YearDashboard } from '@/api/types';
import { useMe, useToday } from '@/features/auth';
import { ExceptionCard, usePrefetchExceptions } from '@/features/exceptions';
import { isYear, latestDay, yearOf } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { ButtonLink } from '@/ui/Button';
import { EmptyState } from '@/ui/Notice';
import { NotFoundPage } from '@/ui/NotFoundPage';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { CardSkeleton } from '@/ui/Card';
import { Page } from '@/ui/Page';
import { Skeleton } from '@/ui/Skeleton';
import { useYear } from '../api/getYear';
import { ForecastCard } from './ForecastCard';
import { PeriodHeader } from './PeriodHeader';
import { TimeCard } from './TimeCard';
import { TrendCard } from './TrendCard';
import { YearCalendar } from './YearCalendar';
import { YearFigures } from './YearFigures';
import columns from '@/ui/columns.module.css';
import styles from './YearPage.module.css';

/** The year in the URL, or the current one. */
export function YearPage({ year }: { year?: string }) {
  const me = useMe();
  if (year !== undefined && !isYear(year)) return <NotFoundPage />;
  return me.data ? <YearOf user={me.data} wanted={year} /> : null;
}

function YearOf({ user, wanted }: { user: User; wanted: string | undefined }) {
  const { t } = useTranslation();
  const today = useToday(user);
  const thisYear = yearOf(today);
  const year = wanted === undefined ? thisYear : Number(wanted);
  const neighbour = (to: number) => ({
    label: t('year.title', { year: to }),
    href: to === thisYear ? routes.thisYear() : routes.year(to),
  });
  usePrefetchExceptions(year);
  return (
    <Page>
      <PeriodHeader
        title={t('year.title', { year })}
        previous={neighbour(year - 1)}
        next={neighbour(year + 1)}
        atEnd={year >= yearOf(latestDay(today))}
      />
      <LoadedYear key={year} year={year} today={today} />
    </Page>
  );
}

function LoadedYear({ year, today }: { year: number; today: string }) {
  const { t } = useTranslation();
  const dashboard = useYear(year);
  // A deferred render of the 365 days is interruptible, so that it does not block the page.
  const shown = useDeferredValue(dashboard.data, undefined);
  return (
    <QueryBoundary
      query={{ data: shown, error: dashboard.error, refetch: dashboard.refetch }}
      errorTitle={t('year.loadFailed')}
      skeleton={<YearSkeleton />}
      empty={(data) =>
        data.months.every(({ days }) => days.length === 0) && (
          <EmptyYear dashboard={data} today={today} />
        )
      }
    >
      {(data) => <YearContent dashboard={data} today={today} />}
    </QueryBoundary>
  );
}

interface YearProps {
  dashboard: YearDashboard;
  today: string;
}

/** A year without a recorded day or one away. */
function EmptyYear({ dashboard, today }: YearProps) {
  const { t } = useTranslation();
  const { year } = dashboard;
  return (
    <>
      <EmptyState
        title={t('year.emptyTitle', { year })}
        action={
          yearOf(today) === year && (
            <ButtonLink variant="primary" href={routes.today()}>
              {t('year.emptyAction')}
            </ButtonLink>
          )
        }
      >
        {t('year.emptyHint')}
      </EmptyState>
      <YearCalendar dashboard={dashboard} today={today} />
      <ExceptionCard year={year} today={today} />
    </>
  );
}

function YearContent({ dashboard, today }: YearProps) {
  return (
    <>
      <YearFigures dashboard={dashboard} today={today} />
      <YearCalendar dashboard={dashboard} today={today} />
      <TrendCard dashboard={dashboard} today={today} />
      <div className={clsx(columns.root, columns.halves)}>
        <TimeCard dashboard={dashboard} />
        <ForecastCard dashboard={dashboard} />
      </div>
      <ExceptionCard year={dashboard.year} today={today} />
    </>
  );
}

function YearSkeleton() {
  return (
    <div className={columns.column}>
      <CardSkeleton>
        <Skeleton shape="number" />
      </CardSkeleton>
      <CardSkeleton>
        <div className={styles.blocks}>
          <Skeleton shape="block" count={3} />
        </div>
      </CardSkeleton>
    </div>
  );
}
