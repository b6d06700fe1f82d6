import { clsx } from 'clsx';
import { useId } from 'react';
import type { DaySummary, YearMonth } from '@/api/types';
import { bandOf } from '@/lib/bands';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { isMonthOpen } from '../openDays';
import bands from '@/ui/bands.module.css';
import styles from './MonthPicker.module.css';

interface MonthPickerProps {
  year: number;
  months: readonly YearMonth[];
  today: string;
  value: number;
  /** The month with the highest mean. */
  best: number | null;
  onChange: (month: number) => void;
}

/** Twelve tiles in the colours of the months' means; the selected month shows its days below. */
export function MonthPicker(props: MonthPickerProps) {
  const { year, months, today, value, best, onChange } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const name = useId();
  const monthWithoutMean = (days: readonly DaySummary[]) => {
    if (days.length === 0) return t('year.monthNone');
    const away = days.filter(({ exception }) => exception).length;
    return away > 0 ? t('year.monthAway', { count: away }) : t('year.monthNoMean');
  };
  return (
    <fieldset className={styles.root}>
      <legend className="visually-hidden">{t('year.months')}</legend>
      {months.map(({ month, meanKpi, days }) => (
        <label key={month} className={styles.tile}>
          <input
            type="radio"
            name={name}
            checked={month === value}
            disabled={!isMonthOpen(year, { month, days }, today)}
            aria-label={[
              format.monthName(month),
              meanKpi === null
                ? monthWithoutMean(days)
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
