import type { Entry } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { MAX_MINUTES, stepFor } from '@/lib/minutes';
import { useFormat } from '@/lib/useFormat';
import { IconButton } from '@/ui/Button';
import { MinutesInput } from '@/ui/MinutesInput';
import type { MinutesText } from '@/ui/useMinutesText';
import { onEntryKey } from '../entryKeys';
import { minutesFieldId } from '../suggestionStep';
import './MinutesStepper.css';

interface MinutesStepperProps {
  entry: Entry;
  minutes: number | null;
  text: MinutesText;
  /** The sentence about minutes that are proposed, if any are. */
  proposalId: string | undefined;
  onStep: (direction: 1 | -1) => void;
  onOpenQuality: () => void;
}

/**
 * The field of a habit's minutes. Its buttons are no tab stops, as those of a spin button: Shift with
 * an arrow key does the same in the field.
 */
export function MinutesStepper(props: MinutesStepperProps) {
  const { entry, minutes, text, proposalId, onStep, onOpenQuality } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const habit = entry.name;
  const size = format.duration(stepFor(entry.targetMinutes));
  return (
    <div className="stepper">
      <IconButton
        icon="minus"
        tabIndex={-1}
        label={
          minutes === 0
            ? t('today.clearEntry', { habit })
            : t('today.less', { habit, minutes: size })
        }
        atEnd={minutes === null}
        onClick={() => onStep(-1)}
      />
      <MinutesInput
        text={text}
        id={minutesFieldId(entry.habitId)}
        enterKeyHint="next"
        className={proposalId === undefined ? undefined : 'minutes-proposed'}
        aria-describedby={proposalId}
        aria-label={t('today.minutesOf', { habit })}
        onKeyDown={(event) =>
          onEntryKey(event, { confirm: text.confirm, step: onStep, openQuality: onOpenQuality })
        }
      />
      <IconButton
        icon="plus"
        tabIndex={-1}
        label={t('today.more', { habit, minutes: size })}
        atEnd={minutes === MAX_MINUTES}
        onClick={() => onStep(1)}
      />
    </div>
  );
}
