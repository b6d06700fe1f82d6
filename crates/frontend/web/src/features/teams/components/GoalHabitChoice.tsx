import { useState } from 'react';
import { Link } from 'wouter';
import { useProblemText } from '@/api/useProblemText';
import type { Habit, TeamGoal } from '@/api/types';
import { useHabits } from '@/features/habits';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { SelectField } from '@/ui/Select';
import { Skeleton } from '@/ui/Skeleton';
import { useSetGoalHabit } from '../api/setGoalHabit';
import { useUnsetGoalHabit } from '../api/unsetGoalHabit';
import { choicesOf } from '../fittingHabits';
import { MINUTES } from '../goalForm';
import text from '@/ui/text.module.css';
import styles from './GoalHabitChoice.module.css';

interface GoalHabitChoiceProps {
  team: string;
  goal: TeamGoal;
}

/** Which of the user's habits feeds a goal: one that is measured in its unit. */
export function GoalHabitChoice({ team, goal }: GoalHabitChoiceProps) {
  const { t } = useTranslation();
  return (
    <QueryBoundary
      query={useHabits()}
      errorTitle={t('teamGoal.habitsFailed')}
      skeleton={<Skeleton shape="row" />}
    >
      {({ all }) => {
        const choices = choicesOf(all, goal);
        return choices.length > 0 ? (
          <Choice team={team} goal={goal} choices={choices} />
        ) : (
          <p className={text.hint}>
            {goal.unit === MINUTES
              ? t('teamGoal.noHabitInMinutes')
              : t('teamGoal.noHabitInUnit', { unit: goal.unit })}{' '}
            <Link href={routes.settings()}>{t('teamGoal.toHabits')}</Link>
          </p>
        );
      }}
    </QueryBoundary>
  );
}

const NONE = '';

function Choice({ team, goal, choices }: GoalHabitChoiceProps & { choices: readonly Habit[] }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const set = useSetGoalHabit(team, goal.id);
  const unset = useUnsetGoalHabit(team, goal.id);
  // Local state, so that the choice changes before the cache notifies.
  const [chosen, setChosen] = useState<string | null>(null);
  // Told here, since a notice over the page is behind the dialog.
  const [told, setTold] = useState('');
  const save = (habitId: string) => {
    setChosen(habitId);
    setTold('');
    const saved = habitId === NONE ? unset.mutateAsync() : set.mutateAsync(habitId);
    saved
      .then(() => setTold(t('teamGoal.habitSaved')))
      .catch((error: unknown) => setTold(problemText(error)))
      .finally(() => setChosen(null));
  };
  return (
    <div className={styles.root}>
      <SelectField
        label={t('teamGoal.habit')}
        value={chosen ?? goal.own.habitId ?? NONE}
        options={[
          { value: NONE, label: t('teamGoal.noHabit') },
          ...choices.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={save}
      />
      <p className={text.hint}>{t('teamGoal.habitHint')}</p>
      <p className={text.label} role="status">
        {told}
      </p>
    </div>
  );
}
