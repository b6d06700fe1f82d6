import type { MonthHabit, Recommendation } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useAmountFormat } from '@/lib/useAmountFormat';

/** A recommendation in a sentence; null for one about a habit that is not in the month. */
export function useRecommendationText() {
  const { t } = useTranslation();
  const amounts = useAmountFormat();
  return (
    { code, habitId, facts }: Recommendation,
    habits: readonly MonthHabit[],
  ): string | null => {
    const fact = (name: string) => facts[name] ?? 0;
    switch (code) {
      case 'record_more_days':
        return t('month.recordMoreDays', {
          recorded: fact('recordedDays'),
          passed: fact('passedDays'),
        });
      case 'estimate_tasks':
        return t('month.estimateTasks', {
          estimated: fact('estimatedTasks'),
          tasks: fact('tasks'),
        });
      case 'lower_target':
      case 'raise_target': {
        const habit = habits.find((candidate) => candidate.habitId === habitId);
        if (!habit) return null;
        return t(code === 'lower_target' ? 'month.lowerTarget' : 'month.raiseTarget', {
          habit: habit.name,
          usual: amounts.long(fact('usual'), habit),
          target: amounts.long(fact('target'), habit),
        });
      }
    }
  };
}
