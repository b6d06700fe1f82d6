import type { HabitVersion, HistoryEntry } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useAmountFormat } from '@/lib/useAmountFormat';
import { versionOn } from './history';

/** What an entry says: `30 min of 1 h` · `6 of 8 glasses` · `6 glasses, not scheduled` · `done` */
export function useEntryText(versions: readonly HabitVersion[]): (entry: HistoryEntry) => string {
  const { t } = useTranslation();
  const amounts = useAmountFormat();
  return ({ date, measure, amount, target }) => {
    if (amount === null) return t('habitPage.noAmount');
    const of = { measure, unit: versionOn(versions, date)?.unit ?? null };
    const told = amounts.long(amount, of);
    if (target === null) return t('habitPage.extra', { amount: told });
    if (measure === 'check') return told;
    return t('habitPage.amountOf', {
      amount: amounts.withoutUnit(amount, of),
      target: amounts.long(target, of),
    });
  };
}
