import { useState } from 'react';
import type { Team, TeamGoal, User } from '@/api/types';
import { useMe, useToday } from '@/features/auth';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { EmptyState } from '@/ui/Notice';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { showToast } from '@/ui/toasts';
import { useDeleteGoal } from '../api/deleteGoal';
import { useGoals } from '../api/listGoals';
import { leads } from '../rights';
import { GoalDialog } from './GoalDialog';
import { GoalForm } from './GoalForm';
import { GoalItem } from './GoalItem';
import styles from './GoalsTab.module.css';

/** The goals of a team, with the progress of the team and of oneself. */
export function GoalsTab({ team }: { team: Team }) {
  const me = useMe();
  return me.data ? <GoalsCard team={team} user={me.data} /> : null;
}

/** The dialog that is open. */
type Asked = { dialog: 'new' } | { dialog: 'progress' | 'edit' | 'delete'; goal: TeamGoal };

function GoalsCard({ team, user }: { team: Team; user: User }) {
  const { t } = useTranslation();
  const today = useToday(user);
  const goals = useGoals(team.id);
  const [asked, setAsked] = useState<Asked | null>(null);
  const isLead = leads(team.own.role);
  const close = () => setAsked(null);
  const add = (
    <Button icon="plus" variant="primary" onClick={() => setAsked({ dialog: 'new' })}>
      {t('teamGoal.add')}
    </Button>
  );
  return (
    <Card title={t('teamGoal.title')} aside={isLead && goals.data?.goals.length !== 0 && add}>
      <QueryBoundary
        query={goals}
        errorTitle={t('teamGoal.loadFailed')}
        skeleton={<Skeleton shape="row" count={3} />}
        empty={({ goals }) =>
          goals.length === 0 && (
            <EmptyState title={t('teamGoal.none')} action={isLead && add}>
              {t(isLead ? 'teamGoal.noneHintLeads' : 'teamGoal.noneHint')}
            </EmptyState>
          )
        }
      >
        {({ goals }) => (
          <ul className={styles.root} aria-label={t('teamGoal.title')}>
            {goals.map((goal) => (
              <GoalItem
                key={goal.id}
                goal={goal}
                today={today}
                role={team.own.role}
                onAsk={(dialog) => setAsked({ dialog, goal })}
              />
            ))}
          </ul>
        )}
      </QueryBoundary>
      {asked?.dialog === 'new' && (
        <GoalForm team={team.id} goal={null} today={today} onClose={close} />
      )}
      {asked?.dialog === 'edit' && (
        <GoalForm team={team.id} goal={asked.goal} today={today} onClose={close} />
      )}
      {asked?.dialog === 'progress' && (
        <GoalDialog team={team.id} goal={asked.goal} today={today} onClose={close} />
      )}
      {asked?.dialog === 'delete' && (
        <DeleteGoalDialog team={team.id} goal={asked.goal} onClose={close} />
      )}
    </Card>
  );
}

interface DeleteGoalDialogProps {
  team: string;
  goal: TeamGoal;
  onClose: () => void;
}

function DeleteGoalDialog({ team, goal: { id, title }, onClose }: DeleteGoalDialogProps) {
  const { t } = useTranslation();
  const remove = useDeleteGoal(team);
  return (
    <ConfirmDialog
      title={t('teamGoal.deleteTitle', { title })}
      hint={t('teamGoal.deleteHint')}
      confirm={t('teamGoal.delete')}
      action={remove}
      onConfirm={() =>
        remove.mutate(id, {
          onSuccess: () => {
            showToast(t('teamGoal.deleted', { title }));
            onClose();
          },
        })
      }
      onClose={onClose}
    />
  );
}
