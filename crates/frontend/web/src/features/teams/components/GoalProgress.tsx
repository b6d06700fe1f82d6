import type { CSSProperties } from 'react';
import type { TeamGoal } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { useGoalText } from '../useGoalText';
import text from '@/ui/text.module.css';
import styles from './GoalProgress.module.css';

/** How far the team and the user are with a goal. */
export function GoalProgress({ goal }: { goal: TeamGoal }) {
  const { t } = useTranslation();
  const { ofTargetText } = useGoalText();
  const { progress, countedMembers, own } = goal;
  return (
    <dl className={styles.root}>
      <Line
        name={t('teamGoal.team')}
        percent={progress}
        note={
          progress === null
            ? t('teamGoal.nobodyShows')
            : t('teamGoal.ofMembers', { count: countedMembers })
        }
      />
      <Line
        name={t('teamGoal.you')}
        percent={own.completion}
        note={ofTargetText(own.amount, goal)}
      />
    </dl>
  );
}

/** A part of a goal as a bar, with its number. */
function Line({ name, percent, note }: { name: string; percent: number | null; note: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={styles.line}>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.values}>
        <span
          className={styles.track}
          aria-hidden="true"
          style={{ '--share': (percent ?? 0) / 100 } as CSSProperties}
        />
        <strong className={styles.percent}>
          {percent === null ? t('app.none') : t('board.percent', { value: format.number(percent) })}
        </strong>
        <span className={text.hint}>{note}</span>
      </dd>
    </div>
  );
}
