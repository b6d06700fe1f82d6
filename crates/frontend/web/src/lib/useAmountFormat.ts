import { useMemo } from 'react';
import { useTranslation } from './i18n';
import type { Measured } from './measures';
import { clockMinutes } from './minutes';
import { useFormat } from './useFormat';

export interface AmountFormat {
  /** `1:30` · `8 glasses` · `done` */
  short(amount: number, of: Measured): string;
  /** `1 h 30 min` · `8 glasses` · `done` */
  long(amount: number, of: Measured): string;
  /** `1 h 30 min` · `8`, beside an amount that tells the unit. */
  withoutUnit(amount: number, of: Measured): string;
}

/** Formats amounts in the words of their measure. */
export function useAmountFormat(): AmountFormat {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(() => {
    const inMeasure =
      (minutes: (amount: number) => string) =>
      (amount: number, { measure, unit }: Measured): string => {
        if (measure === 'minutes') return minutes(amount);
        if (measure === 'check') return t(amount > 0 ? 'measure.done' : 'measure.notDone');
        return unit === null
          ? format.whole(amount)
          : t('measure.counted', { amount: format.whole(amount), unit });
      };
    const long = inMeasure((amount) => format.duration(amount));
    return {
      short: inMeasure(clockMinutes),
      long,
      withoutUnit: (amount, of) =>
        of.measure === 'minutes' ? long(amount, of) : format.whole(amount),
    };
  }, [t, format]);
}
