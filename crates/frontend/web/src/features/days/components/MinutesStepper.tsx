import type { Entry } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { MAX_MINUTES, stepFor, stepMinutes } from '@/lib/minutes';
import { useFormat } from '@/lib/useFormat';
import { IconButton } from '@/ui/Button';
import { MinutesInput } from '@/ui/MinutesInput';
import type { MinutesText } from '@/ui/useMinutesText';
import { targetOf } from '../progress';
import { amountFieldId } from '../suggestionStep';
import './MinutesStepper.css';

interface MinutesStepperProps {
  entry: Entry;
  minutes: number | null;
  text: MinutesText;
  onChange: (minutes: number | null) => void;
}

export function MinutesStepper({ entry, minutes, text, onChange }: MinutesStepperProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const habit = entry.name;
  const step = stepFor(targetOf(entry));
  const size = format.duration(step);
  return (
    <div className="stepper">
      <IconButton
        icon="minus"
        label={t('today.less', { habit, minutes: size })}
        disabled={!minutes}
        onClick={() => onChange(stepMinutes(minutes, step, -1))}
      />
      <MinutesInput
        text={text}
        id={amountFieldId(entry.habitId)}
        aria-label={t('today.minutesOf', { habit })}
      />
      <IconButton
        icon="plus"
        label={t('today.more', { habit, minutes: size })}
        disabled={minutes === MAX_MINUTES}
        onClick={() => onChange(stepMinutes(minutes, step, 1))}
      />
    </div>
  );
}
