import { Link } from 'wouter';
import type { Habit } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { Button, IconButton } from '@/ui/Button';
import target from '@/ui/target.module.css';
import styles from './ArchivedHabits.module.css';

interface ArchivedHabitsProps {
  habits: readonly Habit[];
  onRestore: (habit: Habit) => void;
  onRemove: (habit: Habit) => void;
}

export function ArchivedHabits({ habits, onRestore, onRemove }: ArchivedHabitsProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.root}>
      <h3>{t('habit.archivedTitle')}</h3>
      <ul>
        {habits.map((habit) => (
          <li key={habit.id} className={styles.archivedHabit}>
            <Link className={target.root} href={routes.habit(habit.id)}>
              <bdi>{habit.name}</bdi>
            </Link>
            <span className={styles.archivedHabitActions}>
              <Button
                variant="quiet"
                icon="restore"
                aria-label={t('habit.restoreOf', { habit: habit.name })}
                onClick={() => onRestore(habit)}
              >
                {t('habit.restore')}
              </Button>
              <IconButton
                icon="trash"
                label={t('habit.removeOf', { habit: habit.name })}
                onClick={() => onRemove(habit)}
              />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
