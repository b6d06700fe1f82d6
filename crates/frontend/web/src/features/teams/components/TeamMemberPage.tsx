import { clsx } from 'clsx';
import { Link } from 'wouter';
import { ApiProblem } from '@/api/problem';
import type { Team, TeamMate, User } from '@/api/types';
import { useMe } from '@/features/auth';
import { ProgressCard, SharedHabitsCard } from '@/features/friends';
import { logicalDate } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { useFormat } from '@/lib/useFormat';
import { CardSkeleton } from '@/ui/Card';
import { EmptyPage } from '@/ui/EmptyPage';
import { Page } from '@/ui/Page';
import { PageHeading } from '@/ui/PageHeading';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { useMemberProgress } from '../api/getMemberProgress';
import { useTeam } from '../api/getTeam';
import { useMembers } from '../api/listMembers';
import { leads, mayModerate } from '../rights';
import { useLostRight } from '../useLostRight';
import { GoneTeam } from './GoneTeam';
import { LeadsOnly } from './LeadsOnly';
import { ModerateCard } from './ModerateCard';
import { RoleCard } from './RoleCard';
import columns from '@/ui/columns.module.css';
import target from '@/ui/target.module.css';
import text from '@/ui/text.module.css';

/** A member of a team: their days, their role, and what can be done about them. */
export function TeamMemberPage({ id, user: member }: { id: string; user: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const team = useTeam(id);
  useLostRight(id);
  const { error } = team;
  if (error instanceof ApiProblem && error.status === 404) return <GoneTeam />;
  if (!me.data) return null;
  const { data: user } = me;
  return (
    <QueryBoundary query={team} errorTitle={t('team.loadFailed')} skeleton={<MemberSkeleton />}>
      {(data) =>
        leads(data.own.role) || member === user.id ? (
          <MemberIn key={member} team={data} id={member} user={user} />
        ) : (
          <LeadsOnly team={data} />
        )
      }
    </QueryBoundary>
  );
}

function MemberSkeleton() {
  return (
    <Page>
      <CardSkeleton>
        <Skeleton shape="block" />
      </CardSkeleton>
    </Page>
  );
}

function MemberIn({ team, id, user }: { team: Team; id: string; user: User }) {
  const { t } = useTranslation();
  const link = { href: routes.teamTab(team.id, 'members'), label: t('team.toMembers') };
  return (
    <QueryBoundary
      query={useMembers(team.id)}
      errorTitle={t('team.membersFailed')}
      skeleton={<MemberSkeleton />}
    >
      {({ members }) => {
        const member = members.find((one) => one.id === id);
        return member ? (
          <MemberOf team={team} members={members} member={member} user={user} />
        ) : (
          <EmptyPage title={t('member.goneTitle')} link={link}>
            {t('member.gone')}
          </EmptyPage>
        );
      }}
    </QueryBoundary>
  );
}

interface MemberOfProps {
  team: Team;
  members: readonly TeamMate[];
  member: TeamMate;
  user: User;
}

function MemberOf({ team, members, member, user }: MemberOfProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const progress = useMemberProgress(team.id, member.id);
  const { id, name, role, joinedAt } = member;
  const own = { id: user.id, role: team.own.role };
  const since = format.date(logicalDate(new Date(joinedAt), user.timeZone, 0));
  return (
    <Page>
      <header data-page-inset>
        <PageHeading title={`${name} · ${team.name}`}>
          <bdi>{name}</bdi>
        </PageHeading>
        <p className={text.hint}>
          <Link className={target.root} href={routes.teamTab(team.id, 'members')}>
            <bdi>{team.name}</bdi>
          </Link>{' '}
          · {t(`team.role_${role}`)} · {t('member.since', { date: since })}
        </p>
      </header>
      <div className={clsx(columns.root, columns.withAside)}>
        <div className={columns.column}>
          <QueryBoundary
            query={progress}
            errorTitle={t('member.progressFailed')}
            skeleton={
              <CardSkeleton>
                <Skeleton shape="block" />
              </CardSkeleton>
            }
          >
            {(data) => (
              <>
                <ProgressCard progress={data} showsNothing={t('member.showsNothing', { name })} />
                {data.habits && <SharedHabitsCard habits={data.habits} />}
              </>
            )}
          </QueryBoundary>
        </div>
        <div className={columns.column}>
          {own.role === 'leader' && (
            <RoleCard team={team} members={members} member={member} user={user} />
          )}
          {mayModerate(own, { id, role }) && (
            <ModerateCard team={team} member={member} user={user} />
          )}
        </div>
      </div>
    </Page>
  );
}
