import { useId } from 'react';
import type { TeamGoal, TeamRole } from '@/api/types';
import { useHabits } from '@/features/habits';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Button, IconButton } from '@/ui/Button';
import { leads } from '../rights';
import { useGoalText } from '../useGoalText';
import { GoalProgress } from './GoalProgress';
import text from '@/ui/text.module.css';
import styles from './GoalItem.module.css';

interface GoalItemProps {
  goal: TeamGoal;
  today: string;
  /** The user's role. */
  role: TeamRole;
  onAsk: (dialog: 'progress' | 'edit' | 'delete') => void;
}

export function GoalItem({ goal, today, role, onAsk }: GoalItemProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { amountText } = useGoalText();
  const titleId = useId();
  const habits = useHabits().data?.all;
  const { title, from, to, source, target } = goal;
  const fedBy = habits?.find(({ id }) => id === goal.own.habitId);
  const when = today < from ? 'future' : today > to ? 'past' : 'now';
  return (
    <li className={styles.root}>
      <div className={styles.head}>
        <div>
          <h3 id={titleId} className={styles.title}>
            <bdi>{title}</bdi>
          </h3>
          <p className={text.hint}>
            {[
              t('teamGoal.each', { amount: amountText(target, goal) }),
              format.dateRange(from, to),
              when !== 'now' && t(`teamGoal.is_${when}`),
              t(`teamGoal.by_${source}`),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        {leads(role) && (
          <div className={styles.icons}>
            <IconButton
              icon="edit"
              label={t('teamGoal.editOf', { title })}
              onClick={() => onAsk('edit')}
            />
            {role === 'leader' && (
              <IconButton
                icon="trash"
                label={t('teamGoal.deleteOf', { title })}
                onClick={() => onAsk('delete')}
              />
            )}
          </div>
        )}
      </div>
      <GoalProgress goal={goal} />
      {fedBy && <p className={text.hint}>{t('teamGoal.fedBy', { habit: fedBy.name })}</p>}
      <Button aria-describedby={titleId} onClick={() => onAsk('progress')}>
        {t(`teamGoal.open_${when === 'future' ? 'future' : fedBy ? 'fed' : source}`)}
      </Button>
    </li>
  );
}
