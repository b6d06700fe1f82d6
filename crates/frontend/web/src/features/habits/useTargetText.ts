import type { Habit } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useAmountFormat } from '@/lib/useAmountFormat';

type Targeted = Pick<Habit, 'measure' | 'unit' | 'direction' | 'target' | 'weekendTarget'>;

/** What a habit asks for on a day: `1 h 30 min` · `at most 2 glasses` · `6 h, weekends 3 h` */
export function useTargetText(): (of: Targeted) => string {
  const { t } = useTranslation();
  const amounts = useAmountFormat();
  return (of) => {
    if (of.measure === 'check') return t('habit.checked');
    const target = amounts.long(of.target, of);
    const daily = of.direction === 'at_most' ? t('habit.atMostShort', { target }) : target;
    return of.weekendTarget === null
      ? daily
      : `${daily}, ${t('habit.weekendShort', { target: amounts.long(of.weekendTarget, of) })}`;
  };
}
