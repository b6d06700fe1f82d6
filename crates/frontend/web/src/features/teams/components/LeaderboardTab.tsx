import { Link, useSearchParams } from 'wouter';
import type { Leaderboard, LeaderboardBy, Team, User } from '@/api/types';
import { useMe, useToday } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/Notice';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Segmented } from '@/ui/Segmented';
import { Skeleton } from '@/ui/Skeleton';
import { useLeaderboard } from '../api/getLeaderboard';
import { type BoardPeriod, periodOf, previousPeriod, searchOf } from '../boardPeriod';
import { BoardTable } from './BoardTable';
import { PeriodPicker } from './PeriodPicker';
import text from '@/ui/text.module.css';
import styles from './LeaderboardTab.module.css';

const BY = ['kpi', 'goals'] as const satisfies readonly LeaderboardBy[];

/** The leaderboard of a period, by KPI or by goals; both are in the URL. */
export function LeaderboardTab({ team }: { team: Team }) {
  const me = useMe();
  return me.data ? <BoardCard team={team} user={me.data} /> : null;
}

function BoardCard({ team, user }: { team: Team; user: User }) {
  const { t } = useTranslation();
  const today = useToday(user);
  const [search, setSearch] = useSearchParams();
  const chosen = periodOf(search, today);
  const by = BY.find((one) => one === search.get('by')) ?? 'kpi';
  const show = (period: BoardPeriod, next: LeaderboardBy) =>
    setSearch(
      { ...searchOf(period, today), ...(next === 'kpi' ? {} : { by: next }) },
      { replace: true },
    );
  const setPeriod = (period: BoardPeriod) => show(period, by);
  const board = useLeaderboard(team.id, chosen, by);
  return (
    <Card title={t('board.title')}>
      <div className={styles.controls}>
        <Segmented
          label={t('board.by')}
          labelHidden
          value={by}
          options={BY.map((value) => ({ value, label: t(`board.by_${value}`) }))}
          onChange={(next) => show(chosen, next)}
        />
        <PeriodPicker period={chosen} today={today} onChange={setPeriod} />
      </div>
      <QueryBoundary
        query={board}
        errorTitle={t('board.loadFailed')}
        skeleton={<Skeleton shape="row" count={4} />}
      >
        {(data) => (
          <div aria-busy={board.isPlaceholderData} className={styles.content}>
            {isEmpty(data) ? (
              <EmptyState
                title={t(`board.empty_${data.by}`)}
                action={
                  <Button onClick={() => setPeriod(previousPeriod(chosen))}>
                    {t(`board.before_${chosen.kind}`)}
                  </Button>
                }
              >
                {t(`board.emptyHint_${data.by}`)}
              </EmptyState>
            ) : (
              <>
                <BoardTable board={data} user={user} />
                {chosen.from <= today && today <= chosen.to && (
                  <p className={text.hint}>{t('board.todayCounts')}</p>
                )}
              </>
            )}
            <Absent board={data} team={team} user={user} />
          </div>
        )}
      </QueryBoundary>
    </Card>
  );
}

/** Whether nobody has a place, and there is no absence to tell. */
function isEmpty({ rows, by }: Leaderboard): boolean {
  return rows.every(({ place, awayDays }) => place === null && (by === 'goals' || awayDays === 0));
}

/** Who is not on the board, since only who shows the KPI is. */
function Absent({ board, team, user }: { board: Leaderboard; team: Team; user: User }) {
  const { t } = useTranslation();
  const isShown = board.rows.some(({ person }) => person.id === user.id);
  const others = team.members - board.rows.length - (isShown ? 0 : 1);
  return (
    <>
      {!isShown && (
        <p className={text.hint}>
          {t('board.ownHidden')} <Link href={routes.sharing()}>{t('board.toSettings')}</Link>
        </p>
      )}
      {others > 0 && <p className={text.hint}>{t('board.hidden', { count: others })}</p>}
    </>
  );
}
