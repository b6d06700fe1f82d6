import { clsx } from 'clsx';
import type { Habit, HabitStats } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import { Icon } from '@/ui/Icon';
import text from '@/ui/text.module.css';
import styles from './MilestonesCard.module.css';

/** The lengths of a streak that give points: since when they are reached, or what is missing. */
export function MilestonesCard({ habit, stats }: { habit: Habit; stats: HabitStats }) {
  const { t } = useTranslation();
  const format = useFormat();
  const inWeeks = habit.timesPerWeek !== null;
  return (
    <Card title={t('habitPage.milestones')}>
      <ol className={styles.root}>
        {stats.milestones.map(({ length, reachedOn }) => {
          const missing = length - stats.currentStreak;
          return (
            <li key={length} className={styles.milestone}>
              <span className={clsx(styles.mark, reachedOn !== null && styles.reached)}>
                {reachedOn !== null && <Icon name="check" size={16} />}
              </span>
              <div>
                <p className={styles.length}>
                  {t(inWeeks ? 'habitPage.weeks' : 'habitPage.days', { count: length })}
                </p>
                <p className={text.hint}>
                  {reachedOn !== null
                    ? t('habitPage.reachedOn', { date: format.date(reachedOn) })
                    : t(inWeeks ? 'habitPage.weeksMissing' : 'habitPage.daysMissing', {
                        count: missing,
                      })}
                </p>
              </div>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
