import type { CSSProperties } from 'react';
import type { Entry } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { clockMinutes } from '@/lib/minutes';
import { progressOf } from '../progress';
import './TargetBar.css';

interface TargetBarProps {
  entry: Entry;
  minutes: number | null;
  onPress: (target: number) => void;
}

/**
 * A progress bar towards the target, with a button at its end that enters the target, or takes it back
 * where it is entered.
 */
export function TargetBar({ entry, minutes, onPress }: TargetBarProps) {
  const { t } = useTranslation();
  const { targetMinutes, name } = entry;
  if (targetMinutes === null) return <div className="target-bar" />;
  const { share, state } = progressOf(entry, minutes);
  const label = t(minutes === targetMinutes ? 'today.unsetTarget' : 'today.setTarget', {
    habit: name,
    target: clockMinutes(targetMinutes),
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
        onClick={() => onPress(targetMinutes)}
      >
        {clockMinutes(targetMinutes)}
      </button>
    </div>
  );
}
