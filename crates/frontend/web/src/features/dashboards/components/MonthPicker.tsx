import { useId } from 'react';
import type { YearMonth } from '@/api/types';
import { bandOf } from '@/lib/bands';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import '@/ui/bands.css';
import './MonthPicker.css';

interface MonthPickerProps {
  months: readonly YearMonth[];
  value: number;
  /** The last month that has begun. */
  lastMonth: number;
  onChange: (month: number) => void;
}

/** Twelve tiles in the colours of the months' means; the selected month shows its days below. */
export function MonthPicker({ months, value, lastMonth, onChange }: MonthPickerProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useId();
  return (
    <fieldset className="month-picker">
      <legend className="visually-hidden">{t('year.months')}</legend>
      {months.map(({ month, meanKpi }) => (
        <label key={month} className="month-tile">
          <input
            type="radio"
            name={name}
            checked={month === value}
            disabled={month > lastMonth}
            aria-label={`${format.monthName(month)}, ${
              meanKpi === null
                ? t('year.monthNone')
                : t('year.monthMean', { kpi: format.number(meanKpi) })
            }`}
            onChange={() => onChange(month)}
          />
          <span
            className={
              meanKpi === null ? 'month-tile-none' : `month-tile-mean band-${bandOf(meanKpi)}`
            }
            aria-hidden="true"
          >
            <span className="month-tile-name">{format.monthName(month, 'short')}</span>
            {meanKpi !== null && <span>{format.whole(meanKpi)}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
