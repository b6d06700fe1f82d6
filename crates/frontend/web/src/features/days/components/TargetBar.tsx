import type { CSSProperties } from 'react';
import type { Entry } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { clockMinutes } from '@/lib/minutes';
import './TargetBar.css';

interface TargetBarProps {
  entry: Entry;
  minutes: number | null;
  onSet: (minutes: number) => void;
}

/** A progress bar towards the target, with a button at its end that enters the target. */
export function TargetBar({ entry, minutes, onSet }: TargetBarProps) {
  const { t } = useTranslation();
  const { targetMinutes, name } = entry;
  if (targetMinutes === null) return <div className="target-bar" />;
  const share = (minutes ?? 0) / targetMinutes;
  const over = entry.direction === 'at_most' && share > 1;
  const shown = { '--share': Math.min(1, share) } as CSSProperties;
  return (
    <div className="target-bar">
      <div className="target-bar-track" aria-hidden="true">
        <div className={`target-bar-fill ${over ? 'target-bar-over' : ''}`} style={shown} />
      </div>
      <button
        type="button"
        className={`target-bar-end ${share >= 1 ? 'target-bar-reached' : ''}`}
        aria-label={t('today.setTarget', { habit: name, target: clockMinutes(targetMinutes) })}
        title={t('today.setTarget', { habit: name, target: clockMinutes(targetMinutes) })}
        onClick={() => onSet(targetMinutes)}
      >
        {clockMinutes(targetMinutes)}
      </button>
    </div>
  );
}
