import { countStepFor, MAX_COUNT } from '@/lib/counts';
import { useTranslation } from '@/lib/i18n';
import { stepMinutes } from '@/lib/minutes';
import { useAmountFormat } from '@/lib/useAmountFormat';
import { IconButton } from '@/ui/Button';
import { MinutesInput } from '@/ui/MinutesInput';
import { targetOf } from '../progress';
import { amountFieldId } from '../suggestionStep';
import type { AmountInputProps } from './amountProps';
import './MinutesStepper.css';

/** The number of a count, with − and +. */
export function CountStepper({ entry, amount, text, onChange }: AmountInputProps) {
  const { t } = useTranslation();
  const amounts = useAmountFormat();
  const habit = entry.name;
  const step = countStepFor(targetOf(entry));
  const size = amounts.short(step, entry);
  return (
    <div className="stepper">
      <IconButton
        icon="minus"
        label={t('today.less', { habit, minutes: size })}
        disabled={!amount}
        onClick={() => onChange(stepMinutes(amount, step, -1, MAX_COUNT))}
      />
      <MinutesInput
        text={text}
        id={amountFieldId(entry.habitId)}
        aria-label={t('today.countOf', { habit, unit: entry.unit ?? '' })}
      />
      <IconButton
        icon="plus"
        label={t('today.more', { habit, minutes: size })}
        disabled={amount === MAX_COUNT}
        onClick={() => onChange(stepMinutes(amount, step, 1, MAX_COUNT))}
      />
    </div>
  );
}
