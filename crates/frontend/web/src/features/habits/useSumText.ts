import type { Habit } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useAmountFormat } from '@/lib/useAmountFormat';

/** A sum of amounts: `5 h 20 min` · `40 glasses` · `5 days` */
export function useSumText(habit: Pick<Habit, 'measure' | 'unit'>): (sum: number) => string {
  const { t } = useTranslation();
  const amounts = useAmountFormat();
  return (sum) =>
    habit.measure === 'check' ? t('habitPage.days', { count: sum }) : amounts.long(sum, habit);
}
