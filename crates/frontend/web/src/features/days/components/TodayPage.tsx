import { Suspense } from 'react';
import { Redirect } from 'wouter';
import { useProblemText } from '@/api/useProblemText';
import { ApiProblem } from '@/api/problem';
import type { User } from '@/api/types';
import { useMe, useToday } from '@/features/auth';
import { isDay } from '@/lib/dates';
import { firstRun } from '@/lib/firstRun';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { ButtonLink } from '@/ui/Button';
import { EmptyState, ProblemNotice } from '@/ui/Notice';
import { NotFoundPage } from '@/ui/NotFoundPage';
import { Page } from '@/ui/Page';
import { PageHeading } from '@/ui/PageHeading';
import { useDayQuery } from '../api/getDay';
import { DateNavigation } from './DateNavigation';
import { DayEditor } from './DayEditor';
import { DaySkeleton } from './DaySkeleton';
import styles from './TodayPage.module.css';

/** Today, or the day in the URL. */
export function TodayPage({ date }: { date?: string }) {
  const me = useMe();
  if (date !== undefined && !isDay(date)) return <NotFoundPage />;
  if (me.data && date === undefined && firstRun.step(me.data.id) === 'setup') {
    return <Redirect to="/first-run" replace />;
  }
  return me.data ? <DayOf user={me.data} wanted={date} /> : null;
}

function DayOf({ user, wanted }: { user: User; wanted: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const today = useToday(user);
  const date = wanted ?? today;
  const title = date === today ? t('nav.today') : format.fullDate(date);

  return (
    <Page className={styles.root}>
      <DateNavigation date={date} today={today}>
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
      <LoadedDayOf key={date} user={user} date={date} today={today} />
    </Page>
  );
}

interface LoadedDayProps {
  user: User;
  date: string;
  today: string;
}

/** A day to come is shown if it is recorded, as a change of the time zone may leave one. */
function LoadedDayOf({ user, date, today }: LoadedDayProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const day = useDayQuery(date, true);
  const isOutOfRange = day.error instanceof ApiProblem && day.error.status === 422;
  if (date > today && (isOutOfRange || day.data?.day.saved === false)) {
    return (
      <EmptyState
        title={t('today.future')}
        action={<ButtonLink href="/">{t('today.backToToday')}</ButtonLink>}
      >
        {t('today.futureHint')}
      </EmptyState>
    );
  }
  if (day.data) {
    return (
      // While the unsaved edits of earlier visits are read, the page's heading keeps the focus.
      <Suspense fallback={<DaySkeleton />}>
        <DayEditor user={user} date={date} running={date === today} loaded={day.data} />
      </Suspense>
    );
  }
  if (day.isError) {
    return (
      <ProblemNotice
        title={t('today.loadFailed')}
        requestId={day.error instanceof ApiProblem ? day.error.requestId : null}
        onRetry={() => void day.refetch()}
      >
        {problemText(day.error)}
      </ProblemNotice>
    );
  }
  return <DaySkeleton />;
}
