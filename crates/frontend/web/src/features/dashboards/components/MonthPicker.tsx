import { clsx } from 'clsx';
import { useId } from 'react';
import type { YearMonth } from '@/api/types';
import { bandOf } from '@/lib/bands';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import bands from '@/ui/bands.module.css';
import styles from './MonthPicker.module.css';

interface MonthPickerProps {
  months: readonly YearMonth[];
  value: number;
  /** The month with the highest mean. */
  best: number | null;
  /** The last month that has begun. */
  lastMonth: number;
  onChange: (month: number) => void;
}

/** Twelve tiles in the colours of the months' means; the selected month shows its days below. */
export function MonthPicker({ months, value, best, lastMonth, onChange }: MonthPickerProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useId();
  return (
    <fieldset className={styles.root}>
      <legend className="visually-hidden">{t('year.months')}</legend>
      {months.map(({ month, meanKpi }) => (
        <label key={month} className={styles.tile}>
          <input
            type="radio"
            name={name}
            checked={month === value}
            disabled={month > lastMonth}
            aria-label={[
              format.monthName(month),
              meanKpi === null
                ? t('year.monthNone')
                : t('year.monthMean', { kpi: format.number(meanKpi) }),
              ...(month === best ? [t('year.bestMonth')] : []),
            ].join(', ')}
            onChange={() => onChange(month)}
          />
          <span
            className={meanKpi === null ? styles.none : clsx(styles.mean, bands[bandOf(meanKpi)])}
            aria-hidden="true"
          >
            <span className={styles.name}>
              {format.monthName(month, 'short')}
              {month === best && ' ★'}
            </span>
            {meanKpi !== null && <span>{format.number(meanKpi)}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
