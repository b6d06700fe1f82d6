import { monthOf, yearOf } from '@/lib/dates';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { IconButton } from '@/ui/Button';
import { Segmented } from '@/ui/Segmented';
import {
  type BoardPeriod,
  isFirst,
  isLatest,
  latestPeriod,
  nextPeriod,
  PERIODS,
  previousPeriod,
} from '../boardPeriod';
import { RangeFields } from './RangeFields';
import styles from './PeriodPicker.module.css';

interface PeriodPickerProps {
  period: BoardPeriod;
  today: string;
  onChange: (period: BoardPeriod) => void;
}

/** The kind of a period, and the period by its name between those before and after it. */
export function PeriodPicker({ period, today, onChange }: PeriodPickerProps) {
  const { t } = useTranslation();
  const { kind } = period;
  return (
    <div className={styles.root}>
      <Segmented
        label={t('board.period')}
        labelHidden
        value={kind}
        options={PERIODS.map((value) => ({ value, label: t(`board.period_${value}`) }))}
        onChange={(next) => onChange(latestPeriod(next, today))}
      />
      <div className={styles.steps}>
        <IconButton
          icon="previous"
          label={t(`board.previous_${kind}`)}
          atEnd={isFirst(period)}
          onClick={() => onChange(previousPeriod(period))}
        />
        <p className={styles.name} aria-live="polite">
          <PeriodName period={period} />
        </p>
        <IconButton
          icon="next"
          label={t(`board.next_${kind}`)}
          atEnd={isLatest(period, today)}
          onClick={() => onChange(nextPeriod(period))}
        />
      </div>
      {kind === 'custom' && (
        <RangeFields range={period} onChange={(range) => onChange({ kind, ...range })} />
      )}
    </div>
  );
}

function PeriodName({ period: { kind, from, to } }: { period: BoardPeriod }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (kind === 'day') return format.fullDate(from);
  if (kind !== 'month') return format.dateRange(from, to);
  return t('board.monthName', {
    month: format.monthName(monthOf(from)),
    year: String(yearOf(from)),
  });
}
