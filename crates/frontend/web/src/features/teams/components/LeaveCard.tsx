import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Team, User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { leaving } from '@/lib/leaving';
import { noteArrival } from '@/lib/navigation';
import { routes } from '@/lib/routes';
import { Button, ButtonLink } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { showToast } from '@/ui/toasts';
import { useLeaveTeam } from '../api/leaveTeam';
import { useMembers } from '../api/listMembers';
import { isLastLeader } from '../rights';
import form from '@/ui/form.module.css';
import text from '@/ui/text.module.css';

/** Leaves a team. The last leader is told to name another one first. */
export function LeaveCard({ team, user }: { team: Team; user: User }) {
  const { t } = useTranslation();
  return (
    <Card title={t('team.leave')}>
      <QueryBoundary
        query={useMembers(team.id)}
        errorTitle={t('team.membersFailed')}
        skeleton={<Skeleton shape="row" />}
      >
        {({ members }) =>
          isLastLeader(members, user.id) ? <LastLeader team={team} /> : <Leave team={team} />
        }
      </QueryBoundary>
    </Card>
  );
}

function LastLeader({ team }: { team: Team }) {
  const { t } = useTranslation();
  if (team.members === 1) return <p className={text.hint}>{t('team.alone')}</p>;
  return (
    <div className={form.root}>
      <p className={text.hint}>{t('team.lastLeader')}</p>
      <ButtonLink href={routes.teamTab(team.id, 'members')}>{t('team.nameLeader')}</ButtonLink>
    </div>
  );
}

function Leave({ team }: { team: Team }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const leave = useLeaveTeam(team.id);
  const [asked, setAsked] = useState(false);
  const { name } = team;
  return (
    <div className={form.root}>
      <p className={text.hint}>{t('team.leaveHint')}</p>
      <Button variant="danger" onClick={() => leaving.ask(() => setAsked(true))}>
        {t('team.leave')}
      </Button>
      {asked && (
        <ConfirmDialog
          title={t('team.leaveTitle', { name })}
          hint={t('team.leaveHint')}
          confirm={t('team.leaveConfirm')}
          action={leave}
          onConfirm={() =>
            leave.mutate(undefined, {
              onSuccess: () => {
                noteArrival('link');
                navigate(routes.teams(), { replace: true });
                showToast(t('team.left', { name }));
              },
            })
          }
          onClose={() => setAsked(false)}
        />
      )}
    </div>
  );
}
