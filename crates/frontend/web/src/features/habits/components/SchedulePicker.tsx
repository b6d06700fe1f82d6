import { useId } from 'react';
import type { Weekday } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { inOrderOf } from '../habitForm';
import text from '@/ui/text.module.css';
import styles from './SchedulePicker.module.css';

interface SchedulePickerProps {
  value: readonly Weekday[];
  error: string | undefined;
  onChange: (schedule: Weekday[]) => void;
}

/** Seven check boxes, one for each weekday, in the order of the week. */
export function SchedulePicker({ value, error, onChange }: SchedulePickerProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const errorId = useId();
  return (
    <fieldset className={styles.schedule} aria-describedby={error ? errorId : undefined}>
      <legend className={text.label}>{t('habit.schedule')}</legend>
      <div className={styles.scheduleDays}>
        {inOrderOf(format.week).map(([index, day]) => (
          <label key={day} className={styles.scheduleDay}>
            <input
              type="checkbox"
              aria-label={format.weekdayName(index)}
              aria-invalid={error ? true : undefined}
              checked={value.includes(day)}
              onChange={(event) =>
                onChange(
                  event.currentTarget.checked
                    ? [...value, day]
                    : value.filter((other) => other !== day),
                )
              }
            />
            <span aria-hidden="true">{format.weekdayName(index, 'short')}</span>
          </label>
        ))}
      </div>
      {error && (
        <p className={text.error} id={errorId}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
