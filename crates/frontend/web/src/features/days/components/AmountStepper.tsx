import { clsx } from 'clsx';
import { useTranslation } from '@/lib/i18n';
import { MAX_AMOUNT } from '@/lib/measures';
import { useAmountFormat } from '@/lib/useAmountFormat';
import { IconButton } from '@/ui/Button';
import { AmountInput } from '@/ui/AmountInput';
import { onEntryKey } from '../entryKeys';
import { stepOf } from '../progress';
import { amountFieldId } from '../suggestionStep';
import type { EntryInputProps } from './entryInputProps';
import styles from './AmountStepper.module.css';

/**
 * The field of a habit's minutes or count. Its buttons are no tab stops, as those of a spin button: Shift
 * with an arrow key does the same in the field.
 */
export function AmountStepper(props: EntryInputProps) {
  const { entry, amount, text, proposalId, onStep, onOpenQuality } = props;
  const { t } = useTranslation();
  const amounts = useAmountFormat();
  const habit = entry.name;
  const size = amounts.withoutUnit(stepOf(entry), entry);
  return (
    <div className={styles.root}>
      <IconButton
        className={styles.button}
        icon="minus"
        tabIndex={-1}
        label={
          amount === 0
            ? t('today.clearEntry', { habit })
            : t('today.less', { habit, minutes: size })
        }
        atEnd={amount === null}
        onClick={() => onStep(-1)}
      />
      <AmountInput
        text={text}
        id={amountFieldId(entry.habitId)}
        enterKeyHint="next"
        className={clsx(styles.input, proposalId !== undefined && styles.proposed)}
        aria-describedby={proposalId}
        aria-label={
          entry.measure === 'count'
            ? t('today.countOf', { habit, unit: entry.unit ?? '' })
            : t('today.minutesOf', { habit })
        }
        onKeyDown={(event) =>
          onEntryKey(event, { confirm: text.confirm, step: onStep, openQuality: onOpenQuality })
        }
      />
      <IconButton
        className={styles.button}
        icon="plus"
        tabIndex={-1}
        label={t('today.more', { habit, minutes: size })}
        atEnd={amount === MAX_AMOUNT[entry.measure]}
        onClick={() => onStep(1)}
      />
    </div>
  );
}
