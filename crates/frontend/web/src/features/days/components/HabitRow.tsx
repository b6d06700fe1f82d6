import { memo, useId, useRef } from 'react';
import type { Entry } from '@/api/types';
import { FocusButton } from '@/features/focus';
import { useTranslation } from '@/lib/i18n';
import { useAmountFormat } from '@/lib/useAmountFormat';
import { focusField, amountInputs } from '@/ui/amountInputs';
import { AmountError } from '@/ui/AmountInput';
import { QuadrantMark } from '@/ui/QuadrantMark';
import { showToast } from '@/ui/toasts';
import { COUNT, DURATION, useAmountInput } from '@/ui/useAmountInput';
import type { DraftEntry } from '../draft';
import { changeEntry, type Edit, NO_AMOUNT, restoreEntry, stepEntry } from '../edits';
import { progressOf, targetOf } from '../progress';
import { amountFieldId } from '../suggestionStep';
import { EntryInput } from './EntryInput';
import { EntryNote } from './EntryNote';
import { ProposalNotice } from './ProposalNotice';
import { HistoryLink } from './HistoryLink';
import { QualityDots } from './QualityDots';
import { QualityMark, QualityToggle } from './QualityToggle';
import { StreakMark } from './StreakMark';
import { TargetBar } from './TargetBar';
import styles from './HabitRow.module.css';

interface HabitRowProps {
  entry: Entry;
  value: DraftEntry;
  /** Whether the quality is open. */
  open: boolean;
  /** An amount that a suggestion proposes, not entered yet. */
  proposed: number | null;
  onEdit: (edit: Edit) => void;
  onOpen: (habitId: string | null) => void;
  onPropose: (proposal: null) => void;
}

/** A streak of one day is not shown. */
const SHORTEST_STREAK = 2;

export const HabitRow = memo(function HabitRow(props: HabitRowProps) {
  const { entry, value, open, proposed, onEdit, onOpen, onPropose } = props;
  const { t } = useTranslation();
  const amounts = useAmountFormat();
  const panelId = useId();
  const proposalId = useId();
  const { habitId, name, week } = entry;
  const target = targetOf(entry);
  /** The amount before the target was pressed, for a second press. */
  const beforeTarget = useRef<number | null>(null);

  const clear = () => {
    onEdit(changeEntry(habitId, () => NO_AMOUNT));
    showToast(t('today.entryCleared', { habit: name }), {
      label: t('app.undo'),
      run: () => onEdit(restoreEntry(habitId, value)),
    });
  };
  const setAmount = (amount: number | null) => {
    beforeTarget.current = null;
    if (amount === null) clear();
    else onEdit(changeEntry(habitId, () => ({ amount })));
  };
  const form = entry.measure === 'count' ? COUNT : DURATION;
  const text = useAmountInput(value.amount, setAmount, form, {
    amount: proposed,
    onEnd: () => onPropose(null),
  });
  const step = (direction: 1 | -1) => {
    beforeTarget.current = null;
    text.showValue();
    if (direction === -1 && value.amount === 0) clear();
    else onEdit(stepEntry(entry, direction));
  };
  const pressTarget = (pressed: number) => {
    text.showValue();
    if (value.amount !== pressed) {
      beforeTarget.current = value.amount;
      onEdit(changeEntry(habitId, () => ({ amount: pressed })));
    } else {
      const amount = beforeTarget.current;
      beforeTarget.current = null;
      onEdit(changeEntry(habitId, () => ({ amount })));
    }
  };
  const rated = (to: 'next' | 'back') => {
    const field = document.getElementById(amountFieldId(habitId));
    if (!(field instanceof HTMLInputElement)) return;
    field.focus();
    if (to === 'next') focusField(amountInputs(), field, 1);
    onOpen(null);
  };

  const { state, over } = progressOf(entry, value.amount);
  const entered = value.amount !== null || value.quality !== null;
  return (
    <li className={styles.root} data-testid={`habit-${habitId}`}>
      <div className={styles.name}>
        <h3>
          <bdi>{name}</bdi>
        </h3>
        <p className={styles.facts}>
          <QuadrantMark quadrant={entry.quadrant} />
          {entered && <QualityMark value={value.quality} />}
          {!entry.scheduled && (!week || week.done >= week.times) && (
            <span>{t('today.extra')}</span>
          )}
          {week && <span>{t('today.week', { done: week.done, times: week.times })}</span>}
          {entry.direction === 'at_most' && target !== null && (
            <span>{t('today.atMost', { target: amounts.short(target, entry) })}</span>
          )}
          {state === 'over' && (
            <span className={styles.over}>
              {t('today.over', { over: amounts.short(over, entry) })}
            </span>
          )}
          {state === 'reached' && (
            <span className="visually-hidden">
              {entry.direction === 'at_most' ? t('today.kept') : t('today.reached')}
            </span>
          )}
          {entry.streak >= SHORTEST_STREAK && <StreakMark count={entry.streak} weekly={!!week} />}
        </p>
        <QualityToggle
          habit={name}
          value={value.quality}
          open={open}
          panelId={panelId}
          onToggle={() => onOpen(open ? null : habitId)}
        />
        {entry.measure === 'minutes' && (
          <FocusButton className={styles.focus} subject={{ of: 'habit', id: habitId, name }} />
        )}
        <HistoryLink habitId={habitId} habit={name} />
      </div>
      <TargetBar entry={entry} amount={value.amount} onPress={pressTarget} />
      <EntryInput
        entry={entry}
        amount={value.amount}
        text={text}
        proposalId={proposed === null ? undefined : proposalId}
        onChange={setAmount}
        onStep={step}
        onOpenQuality={() => onOpen(habitId)}
      />
      {proposed !== null && (
        <ProposalNotice
          id={proposalId}
          amount={amounts.long(proposed, entry)}
          onEnter={() => text.confirm()}
        />
      )}
      {open && (
        <div className={styles.quality} id={panelId}>
          {entry.measure === 'minutes' && (
            <FocusButton
              className={styles.focusInside}
              subject={{ of: 'habit', id: habitId, name }}
            />
          )}
          <span aria-hidden="true">{t('today.qualityShort')}</span>
          <QualityDots
            habit={name}
            value={value.quality}
            onChange={(quality) => onEdit(changeEntry(habitId, () => ({ quality })))}
            onDone={rated}
          />
          <EntryNote
            habit={name}
            note={value.note}
            onChange={(note) => onEdit(changeEntry(habitId, () => ({ note })))}
          />
        </div>
      )}
      <AmountError text={text} className={styles.problem} />
    </li>
  );
});
