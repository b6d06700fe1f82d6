import { Link } from 'wouter';
import type { MonthDashboard, User } from '@/api/types';
import { useMe, useToday } from '@/features/auth';
import { ExceptionCard, usePrefetchExceptions } from '@/features/exceptions';
import { isMonth, isYear, latestDay, monthOf, yearOf } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { ButtonLink } from '@/ui/Button';
import { CardSkeleton } from '@/ui/Card';
import { EmptyState } from '@/ui/Notice';
import { NotFoundPage } from '@/ui/NotFoundPage';
import { Page } from '@/ui/Page';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { useMonth } from '../api/getMonth';
import { monthAfter } from '@/lib/calendar';
import { MonthCalendar } from './MonthCalendar';
import { MonthFigures } from './MonthFigures';
import { MonthHabits } from './MonthHabits';
import { PeriodHeader } from './PeriodHeader';
import { Recommendations } from './Recommendations';
import styles from './MonthPage.module.css';

/** The month in the URL. */
export function MonthPage({ year, month }: { year: string; month: string }) {
  const me = useMe();
  if (!isYear(year) || !isMonth(month)) return <NotFoundPage />;
  return me.data ? <MonthOf user={me.data} year={Number(year)} month={Number(month)} /> : null;
}

interface MonthOfProps {
  user: User;
  year: number;
  month: number;
}

function MonthOf({ user, year, month }: MonthOfProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const today = useToday(user);
  const latest = latestDay(today);
  usePrefetchExceptions(year, month);
  const title = (of: { year: number; month: number }) =>
    t('month.title', { month: format.monthName(of.month), year: of.year });
  const neighbour = (months: number) => {
    const to = monthAfter(year, month, months);
    return { label: title(to), href: routes.month(to.year, to.month) };
  };
  return (
    <Page>
      <PeriodHeader
        title={title({ year, month })}
        previous={neighbour(-1)}
        next={neighbour(1)}
        atEnd={year * 12 + month >= yearOf(latest) * 12 + monthOf(latest)}
      >
        <Link
          className={styles.year}
          href={yearOf(today) === year ? routes.thisYear() : routes.year(year)}
        >
          {t('year.title', { year })}
        </Link>
      </PeriodHeader>
      <LoadedMonth
        key={`${year}-${month}`}
        year={year}
        month={month}
        title={title({ year, month })}
        today={today}
      />
    </Page>
  );
}

interface LoadedMonthProps {
  year: number;
  month: number;
  title: string;
  today: string;
}

function LoadedMonth({ year, month, title, today }: LoadedMonthProps) {
  const { t } = useTranslation();
  return (
    <QueryBoundary
      query={useMonth(year, month)}
      errorTitle={t('month.loadFailed')}
      skeleton={<MonthSkeleton />}
      empty={(data) =>
        data.days.length === 0 && <EmptyMonth dashboard={data} title={title} today={today} />
      }
    >
      {(data) => <MonthContent dashboard={data} today={today} />}
    </QueryBoundary>
  );
}

interface MonthProps {
  dashboard: MonthDashboard;
  today: string;
}

/** A month without a recorded day or one away. */
function EmptyMonth({ dashboard, title, today }: MonthProps & { title: string }) {
  const { t } = useTranslation();
  const { year, month } = dashboard;
  return (
    <>
      <EmptyState
        title={t('month.emptyTitle', { month: title })}
        action={
          yearOf(today) === year &&
          monthOf(today) === month && (
            <ButtonLink variant="primary" href={routes.today()}>
              {t('year.emptyAction')}
            </ButtonLink>
          )
        }
      >
        {t('year.emptyHint')}
      </EmptyState>
      <MonthCalendar dashboard={dashboard} today={today} />
      <ExceptionCard year={year} month={month} today={today} />
    </>
  );
}

function MonthContent({ dashboard, today }: MonthProps) {
  return (
    <>
      <MonthFigures dashboard={dashboard} today={today} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <MonthCalendar dashboard={dashboard} today={today} />
          <Recommendations dashboard={dashboard} />
          <div className={styles.exceptions}>
            <ExceptionCard year={dashboard.year} month={dashboard.month} today={today} />
          </div>
        </div>
        <MonthHabits dashboard={dashboard} />
      </div>
    </>
  );
}

function MonthSkeleton() {
  return (
    <div className={styles.column}>
      <CardSkeleton>
        <Skeleton shape="number" />
      </CardSkeleton>
      <div className={styles.columns}>
        <CardSkeleton>
          <div className={styles.blocks}>
            <Skeleton shape="block" count={2} />
          </div>
        </CardSkeleton>
        <CardSkeleton>
          <Skeleton shape="row" count={10} />
        </CardSkeleton>
      </div>
    </div>
  );
}
