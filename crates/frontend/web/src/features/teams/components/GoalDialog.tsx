import type { TeamGoal, TeamGoalDetails } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { leaving } from '@/lib/leaving';
import { useFormat } from '@/lib/useFormat';
import { DataTable } from '@/ui/DataTable';
import { Dialog } from '@/ui/Dialog';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { useGoal } from '../api/getGoal';
import { useGoalText } from '../useGoalText';
import { EnteredProgress } from './EnteredProgress';
import { GoalHabitChoice } from './GoalHabitChoice';
import { GoalProgress } from './GoalProgress';
import text from '@/ui/text.module.css';
import styles from './GoalDialog.module.css';

interface GoalDialogProps {
  team: string;
  goal: TeamGoal;
  today: string;
  onClose: () => void;
}

/** The progress to a goal: one's own, to enter or to be fed by a habit, and the members' for leaders and deputies. */
export function GoalDialog({ team, goal, today, onClose }: GoalDialogProps) {
  const { t } = useTranslation();
  const details = useGoal(team, goal.id);
  return (
    <Dialog title={goal.title} onClose={() => leaving.ask(onClose)}>
      <QueryBoundary
        query={details}
        errorTitle={t('teamGoal.loadFailed')}
        skeleton={<Skeleton shape="row" count={3} />}
      >
        {(data) => <Details team={team} details={data} today={today} onSaved={onClose} />}
      </QueryBoundary>
    </Dialog>
  );
}

interface DetailsProps {
  team: string;
  details: TeamGoalDetails;
  today: string;
  onSaved: () => void;
}

function Details({ team, details, today, onSaved }: DetailsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { goal, entered, members } = details;
  const begins = today < goal.from;
  return (
    <div className={styles.root}>
      <GoalProgress goal={goal} />
      {goal.source === 'habit' ? (
        <GoalHabitChoice team={team} goal={goal} />
      ) : begins ? (
        <p className={text.hint}>
          {t('teamGoal.begins', { date: format.fullDateInside(goal.from) })}
        </p>
      ) : (
        <EnteredProgress
          team={team}
          goal={goal}
          entered={entered}
          today={today}
          onSaved={onSaved}
        />
      )}
      {members && <Members details={{ goal, members }} />}
    </div>
  );
}

interface MembersProps {
  details: { goal: TeamGoal; members: NonNullable<TeamGoalDetails['members']> };
}

function Members({ details: { goal, members } }: MembersProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { amountText } = useGoalText();
  return (
    <section className={styles.members} aria-label={t('teamGoal.members')}>
      <h3>{t('teamGoal.members')}</h3>
      {members.length === 0 ? (
        <p className={text.hint}>{t('teamGoal.nobodyShows')}</p>
      ) : (
        <DataTable
          caption={t('teamGoal.members')}
          columns={[t('board.name'), t('teamGoal.amountColumn'), t('teamGoal.completion')]}
          rows={members.map(({ person, amount, completion }) => ({
            key: person.id,
            cells: [
              <bdi>{person.name}</bdi>,
              amountText(amount, goal),
              t('board.percent', { value: format.number(completion) }),
            ],
          }))}
        />
      )}
    </section>
  );
}
