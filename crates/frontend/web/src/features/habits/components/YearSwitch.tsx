import { useTranslation } from '@/lib/i18n';
import { IconButton } from '@/ui/Button';
import styles from './YearSwitch.module.css';

interface YearSwitchProps {
  year: number;
  first: number;
  last: number;
  onChange: (year: number) => void;
}

/** The year that the calendar, the chart and the entries show. */
export function YearSwitch({ year, first, last, onChange }: YearSwitchProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.root} role="group" aria-label={t('habitPage.year')}>
      <IconButton
        icon="previous"
        label={t('year.title', { year: year - 1 })}
        atEnd={year <= first}
        onClick={() => onChange(year - 1)}
      />
      <span className={styles.year} aria-live="polite">
        {year}
      </span>
      <IconButton
        icon="next"
        label={t('year.title', { year: year + 1 })}
        atEnd={year >= last}
        onClick={() => onChange(year + 1)}
      />
    </div>
  );
}
