import type { CSSProperties } from 'react';
import type { MonthDashboard, MonthHabit } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useAmountFormat } from '@/lib/useAmountFormat';
import { useFormat } from '@/lib/useFormat';
import { Card } from '@/ui/Card';
import text from '@/ui/text.module.css';
import styles from './MonthHabits.module.css';

/** How each habit went in the month, in the user's order. */
export function MonthHabits({ dashboard }: { dashboard: MonthDashboard }) {
  const { t } = useTranslation();
  const { habits } = dashboard;
  return (
    <Card title={t('month.habits')}>
      {habits.length === 0 ? (
        <p className={text.hint}>{t('month.habitsEmpty')}</p>
      ) : (
        <>
          <BestAndWeakest dashboard={dashboard} />
          <ul className={styles.list} aria-label={t('month.habits')}>
            {habits.map((habit) => (
              <HabitItem key={habit.habitId} habit={habit} />
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

function BestAndWeakest({ dashboard }: { dashboard: MonthDashboard }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { habits, best, weakest } = dashboard;
  const described = (id: string | null) => {
    const habit = habits.find(({ habitId }) => habitId === id);
    return habit && { name: habit.name, share: format.percent(habit.completion ?? 0) };
  };
  const most = described(best);
  const least = described(weakest);
  if (!most) return null;
  return (
    <p className={styles.sentence}>
      {least
        ? t('month.bestAndWeakest', {
            best: most.name,
            bestShare: most.share,
            weakest: least.name,
            weakestShare: least.share,
          })
        : t('month.bestOnly', { best: most.name, bestShare: most.share })}
    </p>
  );
}

function HabitItem({ habit }: { habit: MonthHabit }) {
  const { t } = useTranslation();
  const format = useFormat();
  const amounts = useAmountFormat();
  const { name, measure, amount, completion, doneDays, scheduledDays } = habit;
  const days = t('month.doneDays', { done: doneDays, count: scheduledDays });
  const total = measure === 'minutes' ? format.hours(amount) : amounts.long(amount, habit);
  return (
    <li className={styles.item}>
      <bdi className={styles.name}>{name}</bdi>
      <span>{completion === null ? t('app.none') : format.percent(completion)}</span>
      <span className={styles.track} aria-hidden="true">
        <span
          className={styles.fill}
          style={{ '--share': Math.min(completion ?? 0, 1) } as CSSProperties}
        />
      </span>
      <span className={styles.note}>
        {/* The amount of a check is its days. */}
        {measure === 'check' ? days : t('month.daysAndAmount', { days, amount: total })}
      </span>
    </li>
  );
}
