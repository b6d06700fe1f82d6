import { useDeferredValue } from 'react';
import { ApiProblem } from '@/api/problem';
import type { User, YearDashboard } from '@/api/types';
import { useProblemText } from '@/api/useProblemText';
import { useMe, useToday } from '@/features/auth';
import { ExceptionCard, usePrefetchExceptions } from '@/features/exceptions';
import { isYear, yearOf } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { ButtonLink } from '@/ui/Button';
import { EmptyState, ProblemNotice } from '@/ui/Notice';
import { NotFoundPage } from '@/ui/NotFoundPage';
import { CardSkeleton } from '@/ui/Card';
import { Page } from '@/ui/Page';
import { Skeleton } from '@/ui/Skeleton';
import { useYear } from '../api/getYear';
import { ForecastCard } from './ForecastCard';
import { TimeCard } from './TimeCard';
import { TrendCard } from './TrendCard';
import { YearCalendar } from './YearCalendar';
import { YearFigures } from './YearFigures';
import { YearHeader } from './YearHeader';
import styles from './YearPage.module.css';

/** The year in the URL, or the current one. */
export function YearPage({ year }: { year?: string }) {
  const me = useMe();
  if (year !== undefined && !isYear(year)) return <NotFoundPage />;
  return me.data ? <YearOf user={me.data} wanted={year} /> : null;
}

function YearOf({ user, wanted }: { user: User; wanted: string | undefined }) {
  const today = useToday(user);
  const thisYear = yearOf(today);
  const year = wanted === undefined ? thisYear : Number(wanted);
  usePrefetchExceptions(year);
  return (
    <Page>
      <YearHeader year={year} thisYear={thisYear} />
      <LoadedYear key={year} year={year} today={today} />
    </Page>
  );
}

function LoadedYear({ year, today }: { year: number; today: string }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const dashboard = useYear(year);
  // A deferred render of the 365 days is interruptible, so that it does not block the page.
  const shown = useDeferredValue(dashboard.data, undefined);
  if (shown) return <YearContent dashboard={shown} today={today} />;
  if (dashboard.isError) {
    const { error } = dashboard;
    return (
      <ProblemNotice
        title={t('year.loadFailed')}
        requestId={error instanceof ApiProblem ? error.requestId : null}
        onRetry={() => void dashboard.refetch()}
      >
        {problemText(error)}
      </ProblemNotice>
    );
  }
  return <YearSkeleton />;
}

function YearContent({ dashboard, today }: { dashboard: YearDashboard; today: string }) {
  const { t } = useTranslation();
  const { year } = dashboard;
  const calendar = <YearCalendar dashboard={dashboard} today={today} />;
  if (dashboard.recordedDays === 0) {
    return (
      <>
        <EmptyState
          title={t('year.emptyTitle', { year })}
          action={
            yearOf(today) === year && (
              <ButtonLink variant="primary" href="/">
                {t('year.emptyAction')}
              </ButtonLink>
            )
          }
        >
          {t('year.emptyHint')}
        </EmptyState>
        {calendar}
        <ExceptionCard year={year} />
      </>
    );
  }
  return (
    <>
      <YearFigures dashboard={dashboard} />
      {calendar}
      <TrendCard dashboard={dashboard} />
      <div className={styles.columns}>
        <TimeCard dashboard={dashboard} />
        <ForecastCard dashboard={dashboard} />
      </div>
      <ExceptionCard year={year} />
    </>
  );
}

function YearSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={styles.skeleton} role="status" aria-label={t('app.loading')}>
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
