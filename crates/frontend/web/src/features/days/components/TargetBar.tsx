import type { CSSProperties } from 'react';
import type { Entry } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useAmountFormat } from '@/lib/useAmountFormat';
import { progressOf, targetOf } from '../progress';
import './TargetBar.css';

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
  if (target === null || entry.measure === 'check') return <div className="target-bar" />;
  const { share, state } = progressOf(entry, amount);
  const targetText = amounts.short(target, entry);
  const label = t(amount === target ? 'today.unsetTarget' : 'today.setTarget', {
    habit: name,
    target: targetText,
  });
  const shown = { '--share': share } as CSSProperties;
  return (
    <div className="target-bar">
      <div className="target-bar-track" aria-hidden="true">
        <div className={`target-bar-fill target-bar-fill-${state}`} style={shown} />
      </div>
      <button
        type="button"
        className={`target-bar-end target-bar-end-${state}`}
        aria-label={label}
        title={label}
        onClick={() => onPress(target)}
      >
        {targetText}
      </button>
    </div>
  );
}
