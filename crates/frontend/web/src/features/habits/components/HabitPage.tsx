import { clsx } from 'clsx';
import { useSearchParams } from 'wouter';
import { ApiProblem } from '@/api/problem';
import type { ExceptionKind, Habit, HabitHistory, User } from '@/api/types';
import { useMe, useToday } from '@/features/auth';
import { isYear, yearOf } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { CardSkeleton } from '@/ui/Card';
import { NotFoundPage } from '@/ui/NotFoundPage';
import { Page } from '@/ui/Page';
import { QueryProblem } from '@/ui/QueryBoundary';
import { Loading } from '@/ui/Loading';
import { Skeleton } from '@/ui/Skeleton';
import { useHabit } from '../api/getHabit';
import { useHabitHistory } from '../api/getHabitHistory';
import { useHabitStats } from '../api/getHabitStats';
import { useExceptions } from '../api/listExceptions';
import { habitDays, rangeOfYear, weeksOf } from '../history';
import { HabitCalendar } from './HabitCalendar';
import { HabitEntries } from './HabitEntries';
import { HabitFigures } from './HabitFigures';
import { HabitHeader } from './HabitHeader';
import { MilestonesCard } from './MilestonesCard';
import { VersionsCard } from './VersionsCard';
import { WeeksCard } from './WeeksCard';
import { YearSwitch } from './YearSwitch';
import columns from '@/ui/columns.module.css';

/** A habit with its history, a year at a time. */
export function HabitPage({ id }: { id: string }) {
  const me = useMe();
  return me.data ? <HabitOf key={id} id={id} user={me.data} /> : null;
}

interface HabitOfProps {
  id: string;
  user: User;
}

function HabitOf({ id, user }: HabitOfProps) {
  const { t } = useTranslation();
  const today = useToday(user);
  const [search, setSearch] = useSearchParams();
  const thisYear = yearOf(today);
  const wanted = search.get('year') ?? '';
  const year = isYear(wanted) && Number(wanted) < thisYear ? Number(wanted) : thisYear;
  const range = rangeOfYear(year);
  const habit = useHabit(id);
  const stats = useHabitStats(id);
  const history = useHabitHistory(id, range);
  const exceptions = useExceptions(range);

  const queries = [habit, stats, history, exceptions];
  const failed = queries.find(({ isError, data }) => isError && data === undefined);
  if (failed) {
    const { error } = failed;
    if (error instanceof ApiProblem && error.status === 404) return <NotFoundPage />;
    return (
      <Page>
        <QueryProblem
          query={{
            data: undefined,
            error,
            refetch: () => {
              for (const query of queries) if (query.isError) void query.refetch();
            },
          }}
          title={t('habitPage.loadFailed')}
        />
      </Page>
    );
  }
  if (!habit.data || !stats.data) return <HabitSkeleton />;

  const showYear = (shown: number) => setSearch(shown === thisYear ? {} : { year: String(shown) });
  return (
    <Page>
      <HabitHeader habit={habit.data} today={today} />
      <HabitFigures habit={habit.data} stats={stats.data} />
      <MilestonesCard habit={habit.data} stats={stats.data} />
      <YearSwitch
        year={year}
        first={yearOf(habit.data.startsOn)}
        last={thisYear}
        onChange={showYear}
      />
      {history.data && exceptions.data ? (
        <HabitYear
          key={year}
          year={year}
          today={today}
          habit={habit.data}
          history={history.data}
          exceptions={exceptions.data}
        />
      ) : (
        <YearSkeleton />
      )}
    </Page>
  );
}

interface HabitYearProps {
  year: number;
  today: string;
  habit: Habit;
  history: HabitHistory;
  exceptions: ReadonlyMap<string, ExceptionKind>;
}

function HabitYear({ year, today, habit, history, exceptions }: HabitYearProps) {
  const { entries, versions } = history;
  const ofYear = entries.filter(({ date }) => yearOf(date) === year);
  return (
    <>
      <HabitCalendar
        year={year}
        today={today}
        versions={versions}
        dayOn={habitDays(entries, versions, exceptions)}
      />
      <WeeksCard
        year={year}
        habit={habit}
        weeks={weeksOf(rangeOfYear(year), today, entries, versions)}
      />
      <div className={clsx(columns.root, columns.halves)}>
        <HabitEntries year={year} entries={ofYear} versions={versions} />
        <VersionsCard versions={versions} />
      </div>
    </>
  );
}

function HabitSkeleton() {
  return (
    <Page>
      <CardSkeleton>
        <Skeleton shape="number" />
      </CardSkeleton>
      <YearSkeleton />
    </Page>
  );
}

function YearSkeleton() {
  return (
    <Loading>
      <CardSkeleton>
        <Skeleton shape="block" />
      </CardSkeleton>
    </Loading>
  );
}
