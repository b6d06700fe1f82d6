import { Suspense } from 'react';
import { Redirect } from 'wouter';
import { useSession } from '@/api/SessionContext';
import { ApiProblem } from '@/api/problem';
import type { User } from '@/api/types';
import { useMe, useToday } from '@/features/auth';
import { AwayChip } from '@/features/exceptions';
import { isDay } from '@/lib/dates';
import { firstRun } from '@/lib/firstRun';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { ButtonLink } from '@/ui/Button';
import { Loading } from '@/ui/Loading';
import { EmptyState } from '@/ui/Notice';
import { NotFoundPage } from '@/ui/NotFoundPage';
import { Page } from '@/ui/Page';
import { PageHeading } from '@/ui/PageHeading';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { useDayQuery } from '../api/getDay';
import { draftOf } from '../draft';
import { isClear } from '../edits';
import { saversOf } from '../savers';
import { DateNavigation } from './DateNavigation';
import { DayEditor } from './DayEditor';
import { DaySkeleton } from './DaySkeleton';
import { WeekStrip } from './WeekStrip';
import styles from './TodayPage.module.css';

/** Today, or the day in the URL. */
export function TodayPage({ date }: { date?: string }) {
  const me = useMe();
  if (date !== undefined && !isDay(date)) return <NotFoundPage />;
  if (me.data && date === undefined && firstRun.step(me.data.id) === 'setup') {
    return <Redirect to={routes.firstRun()} replace />;
  }
  return me.data ? <DayOf user={me.data} wanted={date} /> : null;
}

function DayOf({ user, wanted }: { user: User; wanted: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const savers = saversOf(useSession());
  const today = useToday(user);
  const date = wanted ?? today;
  const title = date === today ? t('nav.today') : format.fullDate(date);

  return (
    <Page className={styles.root}>
      <DateNavigation
        date={date}
        today={today}
        aside={<AwayChip date={date} today={today} beforeChange={() => savers.flush()} />}
      >
        <PageHeading title={title}>
          {date === today ? (
            <>
              {t('nav.today')}
              <span className={styles.date}>{format.shortDate(date)}</span>
            </>
          ) : (
            format.fullDate(date)
          )}
        </PageHeading>
      </DateNavigation>
      <WeekStrip date={date} today={today} />
      <LoadedDayOf key={date} user={user} date={date} today={today} />
    </Page>
  );
}

interface LoadedDayProps {
  user: User;
  date: string;
  today: string;
}

/** A day ahead is shown if something is entered, as a change of the time zone may leave one. */
function LoadedDayOf({ user, date, today }: LoadedDayProps) {
  const { t } = useTranslation();
  const day = useDayQuery(date, true);
  const isOutOfRange = day.error instanceof ApiProblem && day.error.status === 422;
  const isEmpty = day.data && isClear(draftOf(day.data.day, ({ id }) => id));
  if (date > today && (isOutOfRange || isEmpty)) {
    const hint = isOutOfRange
      ? 'today.tooFarHint'
      : day.data?.day.exception
        ? 'today.awayAheadHint'
        : 'today.aheadHint';
    return (
      <EmptyState
        title={t('today.ahead')}
        action={<ButtonLink href={routes.today()}>{t('today.backToToday')}</ButtonLink>}
      >
        {t(hint)}
      </EmptyState>
    );
  }
  return (
    <QueryBoundary query={day} errorTitle={t('today.loadFailed')} skeleton={<DaySkeleton />}>
      {(loaded) => (
        // While the unsaved edits of earlier visits are read, the page's heading keeps the focus.
        <Suspense
          fallback={
            <Loading>
              <DaySkeleton />
            </Loading>
          }
        >
          <DayEditor user={user} date={date} today={today} loaded={loaded} />
        </Suspense>
      )}
    </QueryBoundary>
  );
}
