import { clsx } from 'clsx';
import type { Team, User } from '@/api/types';
import { useMe } from '@/features/auth';
import { InvitationsCard } from '@/features/invitations';
import { useTranslation } from '@/lib/i18n';
import { CardSkeleton } from '@/ui/Card';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { useMembers } from '../api/listMembers';
import { leads } from '../rights';
import { JoinCodeCard } from './JoinCodeCard';
import { MembersCard } from './MembersCard';
import columns from '@/ui/columns.module.css';

/** The members of a team, and for leaders and deputies how others become members. */
export function MembersTab({ team }: { team: Team }) {
  const me = useMe();
  return me.data ? <MembersOf team={team} user={me.data} /> : null;
}

function MembersOf({ team, user }: { team: Team; user: User }) {
  const { t } = useTranslation();
  const members = (
    <QueryBoundary
      query={useMembers(team.id)}
      errorTitle={t('team.membersFailed')}
      skeleton={
        <CardSkeleton>
          <Skeleton shape="row" count={5} />
        </CardSkeleton>
      }
    >
      {(data) => <MembersCard team={team} members={data.members} user={user} />}
    </QueryBoundary>
  );
  if (!leads(team.own.role)) return members;
  return (
    <div className={clsx(columns.root, columns.withAside)}>
      <div className={columns.column}>{members}</div>
      <div className={columns.column}>
        <JoinCodeCard team={team} />
        <InvitationsCard target={{ kind: 'team', teamId: team.id }} user={user} />
      </div>
    </div>
  );
}
