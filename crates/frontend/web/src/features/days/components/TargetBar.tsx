import { clsx } from 'clsx';
import type { CSSProperties } from 'react';
import type { Entry } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useAmountFormat } from '@/lib/useAmountFormat';
import { progressOf, targetOf } from '../progress';
import styles from './TargetBar.module.css';

interface TargetBarProps {
  entry: Entry;
  amount: number | null;
  onPress: (target: number) => void;
}

/**
 * A progress bar towards the target, with a button at its end that enters the target, or takes it back
 * where it is entered. A check needs none.
 */
export function TargetBar({ entry, amount, onPress }: TargetBarProps) {
  const { t } = useTranslation();
  const amounts = useAmountFormat();
  const { name } = entry;
  const target = targetOf(entry);
  if (target === null || entry.measure === 'check') return <div className={styles.root} />;
  const { share, state } = progressOf(entry, amount);
  const targetText = amounts.short(target, entry);
  const label = t(amount === target ? 'today.unsetTarget' : 'today.setTarget', {
    habit: name,
    target: targetText,
  });
  const shown = { '--share': share } as CSSProperties;
  return (
    <div className={styles.root}>
      <div className={styles.track} aria-hidden="true">
        <div className={clsx(styles.fill, state === 'over' && styles.fillOver)} style={shown} />
      </div>
      <button
        type="button"
        className={clsx(
          styles.end,
          state === 'reached' && styles.endReached,
          state === 'over' && styles.endOver,
        )}
        aria-label={label}
        title={label}
        onClick={() => onPress(target)}
      >
        {targetText}
      </button>
    </div>
  );
}
