import type { Habit, HabitStats } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useAmountFormat } from '@/lib/useAmountFormat';
import { useFormat } from '@/lib/useFormat';
import { Figure } from '@/ui/Figure';
import styles from './HabitFigures.module.css';

/** The days of a mean, of which the API tells the sum and the mean. */
function measuredDays({ meanAmount, totalAmount, recordedDays }: HabitStats): number {
  return meanAmount ? Math.round(totalAmount / meanAmount) : recordedDays;
}

/** Statistics of a habit over all of its days. */
export function HabitFigures({ habit, stats }: { habit: Habit; stats: HabitStats }) {
  const { t } = useTranslation();
  const format = useFormat();
  const amounts = useAmountFormat();
  const { unit, timesPerWeek } = habit;
  const { measure, meanAmount, meanCompletion, doneDays, scheduledDays, totalAmount } = stats;
  const { currentStreak, longestStreak, longestStreakEndedOn } = stats;
  const streak = (count: number) =>
    t(timesPerWeek === null ? 'habitPage.days' : 'habitPage.weeks', { count });
  const mean = (amount: number) =>
    measure === 'count' && unit !== null
      ? t('measure.counted', { amount: format.number(amount), unit })
      : amounts.long(Math.round(amount), { measure, unit });
  const total =
    measure === 'minutes'
      ? format.hours(totalAmount)
      : amounts.long(totalAmount, { measure, unit });
  return (
    <dl className={styles.root}>
      <Figure name={t('habitPage.currentStreak')} value={streak(currentStreak)} />
      <Figure name={t('habitPage.longestStreak')} value={streak(longestStreak)}>
        {longestStreakEndedOn !== null &&
          longestStreak > currentStreak &&
          t('habitPage.endedOn', { date: format.date(longestStreakEndedOn) })}
      </Figure>
      <Figure
        name={t('habitPage.completion')}
        value={meanCompletion === null ? t('app.none') : format.percent(meanCompletion)}
      >
        {t('habitPage.ofScheduled', { count: scheduledDays })}
      </Figure>
      <Figure
        name={t('habitPage.done')}
        value={t('habitPage.doneOf', { done: doneDays, scheduled: scheduledDays })}
      >
        {t('habitPage.scheduled')}
      </Figure>
      {measure !== 'check' && (
        <>
          <Figure
            name={t('habitPage.mean')}
            value={meanAmount === null ? t('app.none') : mean(meanAmount)}
          >
            {t('habitPage.overDays', { count: measuredDays(stats) })}
          </Figure>
          <Figure name={t('habitPage.total')} value={total} />
        </>
      )}
    </dl>
  );
}
