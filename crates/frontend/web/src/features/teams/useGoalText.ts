import type { TeamGoal } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { MINUTES } from './goalForm';

type Unit = Pick<TeamGoal, 'source' | 'unit'>;

/** Amounts of a goal in words. */
export function useGoalText() {
  const { t } = useTranslation();
  const format = useFormat();
  const isTime = ({ source, unit }: Unit) => source === 'habit' && unit === MINUTES;
  /** `12.5 km` · `10 h 30 min` */
  const amountText = (amount: number, goal: Unit): string =>
    isTime(goal)
      ? format.duration(Math.round(amount))
      : t('teamGoal.amount', { amount: format.amount(amount), unit: goal.unit });
  /** `12.5 of 50 km` */
  const ofTargetText = (amount: number, goal: Unit & Pick<TeamGoal, 'target'>): string =>
    t('teamGoal.ofTarget', {
      amount: isTime(goal) ? amountText(amount, goal) : format.amount(amount),
      target: amountText(goal.target, goal),
    });
  return { amountText, ofTargetText };
}
