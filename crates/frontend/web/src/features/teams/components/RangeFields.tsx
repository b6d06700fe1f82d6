import { useState } from 'react';
import { useTranslation } from '@/lib/i18n';
import { TextField } from '@/ui/Field';
import { type DateRange, MAX_RANGE_DAYS, rangeProblem } from '../dateRange';
import styles from './RangeFields.module.css';

interface RangeFieldsProps {
  range: DateRange;
  /** Called once both dates make a range. */
  onChange: (range: DateRange) => void;
}

/** Two dates of one's own choice. */
export function RangeFields({ range, onChange }: RangeFieldsProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<DateRange | null>(null);
  const shown = typed ?? range;
  const problem = rangeProblem(shown, MAX_RANGE_DAYS);
  const change = (part: Partial<DateRange>) => {
    const next = { ...shown, ...part };
    const isRange = rangeProblem(next, MAX_RANGE_DAYS) === null;
    setTyped(isRange ? null : next);
    if (isRange) onChange(next);
  };
  return (
    <div className={styles.root}>
      <TextField
        type="date"
        label={t('teamRange.from')}
        value={shown.from}
        onText={(from) => change({ from })}
      />
      <TextField
        type="date"
        label={t('teamRange.to')}
        value={shown.to}
        error={problem ? t(problem, { days: MAX_RANGE_DAYS }) : undefined}
        onText={(to) => change({ to })}
      />
    </div>
  );
}
