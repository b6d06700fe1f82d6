import { Link } from 'wouter';
import { ApiProblem } from '@/api/problem';
import type { MonthDashboard, User } from '@/api/types';
import { useProblemText } from '@/api/useProblemText';
import { useMe, useToday } from '@/features/auth';
import { isMonth, isYear, monthOf, yearOf } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { ButtonLink } from '@/ui/Button';
import { CardSkeleton } from '@/ui/Card';
import { EmptyState, ProblemNotice } from '@/ui/Notice';
import { NotFoundPage } from '@/ui/NotFoundPage';
import { Page } from '@/ui/Page';
import { Skeleton } from '@/ui/Skeleton';
import { useMonth } from '../api/getMonth';
import { monthAfter } from '../calendar';
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
  const title = (of: { year: number; month: number }) =>
    t('month.title', { month: format.monthName(of.month), year: of.year });
  const neighbour = (months: number) => {
    const to = monthAfter(year, month, months);
    return { label: title(to), href: `/month/${to.year}/${to.month}` };
  };
  return (
    <Page>
      <PeriodHeader
        title={title({ year, month })}
        previous={neighbour(-1)}
        next={neighbour(1)}
        atEnd={year * 12 + month >= yearOf(today) * 12 + monthOf(today)}
      >
        <Link className={styles.year} href={yearOf(today) === year ? '/year' : `/year/${year}`}>
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
  const problemText = useProblemText();
  const { data, isError, error, refetch } = useMonth(year, month);
  if (data) return <MonthContent dashboard={data} title={title} today={today} />;
  if (isError) {
    return (
      <ProblemNotice
        title={t('month.loadFailed')}
        requestId={error instanceof ApiProblem ? error.requestId : null}
        onRetry={() => void refetch()}
      >
        {problemText(error)}
      </ProblemNotice>
    );
  }
  return <MonthSkeleton />;
}

interface MonthContentProps {
  dashboard: MonthDashboard;
  title: string;
  today: string;
}

function MonthContent({ dashboard, title, today }: MonthContentProps) {
  const { t } = useTranslation();
  const { year, month, days } = dashboard;
  const calendar = <MonthCalendar dashboard={dashboard} today={today} />;
  if (days.length === 0) {
    return (
      <>
        <EmptyState
          title={t('month.emptyTitle', { month: title })}
          action={
            yearOf(today) === year &&
            monthOf(today) === month && (
              <ButtonLink variant="primary" href="/">
                {t('year.emptyAction')}
              </ButtonLink>
            )
          }
        >
          {t('year.emptyHint')}
        </EmptyState>
        {calendar}
      </>
    );
  }
  return (
    <>
      <MonthFigures dashboard={dashboard} />
      <div className={styles.columns}>
        <div className={styles.column}>
          {calendar}
          <Recommendations dashboard={dashboard} />
        </div>
        <MonthHabits dashboard={dashboard} />
      </div>
    </>
  );
}

function MonthSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={styles.column} role="status" aria-label={t('app.loading')}>
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
