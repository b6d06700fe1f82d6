import { memo } from 'react';
import type { Entry } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useAmountFormat } from '@/lib/useAmountFormat';
import { MinutesProblem } from '@/ui/MinutesInput';
import { QuadrantMark } from '@/ui/QuadrantMark';
import { COUNT, useMinutesText } from '@/ui/useMinutesText';
import type { DraftEntry } from '../draft';
import { changeEntry, type Edit } from '../edits';
import { progressOf, targetOf } from '../progress';
import { AmountInput } from './AmountInput';
import { EntryNote } from './EntryNote';
import { QualityDots } from './QualityDots';
import { TargetBar } from './TargetBar';
import './HabitRow.css';

interface HabitRowProps {
  entry: Entry;
  value: DraftEntry;
  onEdit: (edit: Edit) => void;
}

/** A streak of one day is not shown. */
const SHORTEST_STREAK = 2;

export const HabitRow = memo(function HabitRow({ entry, value, onEdit }: HabitRowProps) {
  const { t } = useTranslation();
  const amounts = useAmountFormat();
  const { habitId, name, week } = entry;
  const target = targetOf(entry);
  const setAmount = (amount: number | null) => onEdit(changeEntry(habitId, () => ({ amount })));
  const form = entry.measure === 'count' ? COUNT : undefined;
  const text = useMinutesText(value.amount, setAmount, form);
  const { state, over } = progressOf(entry, value.amount);
  return (
    <li className="habit-row" data-testid={`habit-${habitId}`}>
      <div className="habit-name">
        <h3>
          <bdi>{name}</bdi>
        </h3>
        <p className="habit-facts">
          <QuadrantMark quadrant={entry.quadrant} />
          {!entry.scheduled && (!week || week.done >= week.times) && (
            <span>{t('today.extra')}</span>
          )}
          {week && <span>{t('today.week', { done: week.done, times: week.times })}</span>}
          {entry.direction === 'at_most' && target !== null && (
            <span>{t('today.atMost', { target: amounts.short(target, entry) })}</span>
          )}
          {state === 'over' && (
            <span className="habit-over">
              {t('today.over', { over: amounts.short(over, entry) })}
            </span>
          )}
          {state === 'reached' && (
            <span className="visually-hidden">
              {entry.direction === 'at_most' ? t('today.kept') : t('today.reached')}
            </span>
          )}
          {entry.streak >= SHORTEST_STREAK && (
            <span>{t(week ? 'today.weekStreak' : 'today.streak', { count: entry.streak })}</span>
          )}
        </p>
      </div>
      <TargetBar
        entry={entry}
        amount={value.amount}
        onSet={(amount) => {
          text.showValue();
          setAmount(amount);
        }}
      />
      <AmountInput entry={entry} amount={value.amount} text={text} onChange={setAmount} />
      <QualityDots
        habit={name}
        value={value.quality}
        onChange={(quality) => onEdit(changeEntry(habitId, () => ({ quality })))}
      />
      <MinutesProblem text={text} className="habit-problem" />
      <EntryNote
        habit={name}
        note={value.note}
        onChange={(note) => onEdit(changeEntry(habitId, () => ({ note })))}
      />
    </li>
  );
});
