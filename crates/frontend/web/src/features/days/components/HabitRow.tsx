import { memo, useId, useRef } from 'react';
import type { Entry } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { clockMinutes, stepFor } from '@/lib/minutes';
import { focusField, minutesFields } from '@/ui/minutesFields';
import { MinutesProblem } from '@/ui/MinutesInput';
import { QuadrantMark } from '@/ui/QuadrantMark';
import { showToast } from '@/ui/toasts';
import { useMinutesText } from '@/ui/useMinutesText';
import { type DraftEntry, NO_ENTRY } from '../draft';
import { changeEntry, type Edit, restoreEntry, stepEntry } from '../edits';
import { progressOf } from '../progress';
import { minutesFieldId } from '../suggestionStep';
import { MinutesStepper } from './MinutesStepper';
import { ProposalNotice } from './ProposalNotice';
import { QualityDots } from './QualityDots';
import { QualityMark, QualityToggle } from './QualityToggle';
import { TargetBar } from './TargetBar';
import './HabitRow.css';

interface HabitRowProps {
  entry: Entry;
  value: DraftEntry;
  /** Whether the quality is open. */
  open: boolean;
  /** Minutes that a suggestion proposes, not entered yet. */
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
  const panelId = useId();
  const proposalId = useId();
  const { habitId, name, targetMinutes } = entry;
  /** The minutes before the target was pressed, for a second press. */
  const beforeTarget = useRef<number | null>(null);

  const clear = () => {
    onEdit(changeEntry(habitId, () => NO_ENTRY));
    showToast(t('today.entryCleared', { habit: name }), {
      label: t('app.undo'),
      run: () => onEdit(restoreEntry(habitId, value)),
    });
  };
  const setMinutes = (minutes: number | null) => {
    beforeTarget.current = null;
    if (minutes === null) clear();
    else onEdit(changeEntry(habitId, () => ({ minutes })));
  };
  const text = useMinutesText(value.minutes, setMinutes, {
    minutes: proposed,
    onEnd: () => onPropose(null),
  });
  const step = (direction: 1 | -1) => {
    beforeTarget.current = null;
    text.showValue();
    if (direction === -1 && value.minutes === 0) clear();
    else onEdit(stepEntry(habitId, stepFor(targetMinutes), direction));
  };
  const pressTarget = (target: number) => {
    text.showValue();
    if (value.minutes !== target) {
      beforeTarget.current = value.minutes;
      onEdit(changeEntry(habitId, () => ({ minutes: target })));
    } else {
      const minutes = beforeTarget.current;
      beforeTarget.current = null;
      onEdit(changeEntry(habitId, () => ({ minutes })));
    }
  };
  const rated = (to: 'next' | 'back') => {
    const field = document.getElementById(minutesFieldId(habitId));
    if (!(field instanceof HTMLInputElement)) return;
    field.focus();
    if (to === 'next') focusField(minutesFields(), field, 1);
    onOpen(null);
  };

  const { state, over } = progressOf(entry, value.minutes);
  const entered = value.minutes !== null || value.quality !== null;
  return (
    <li className="habit-row" data-testid={`habit-${habitId}`}>
      <div className="habit-name">
        <h3>
          <bdi>{name}</bdi>
        </h3>
        <p className="habit-facts">
          <QuadrantMark quadrant={entry.quadrant} />
          {entered && <QualityMark value={value.quality} />}
          {!entry.scheduled && <span>{t('today.extra')}</span>}
          {entry.direction === 'at_most' && targetMinutes !== null && (
            <span>{t('today.atMost', { target: clockMinutes(targetMinutes) })}</span>
          )}
          {state === 'over' && (
            <span className="habit-over">{t('today.over', { over: clockMinutes(over) })}</span>
          )}
          {state === 'reached' && (
            <span className="visually-hidden">
              {entry.direction === 'at_most' ? t('today.kept') : t('today.reached')}
            </span>
          )}
          {entry.streak >= SHORTEST_STREAK && (
            <span>{t('today.streak', { count: entry.streak })}</span>
          )}
        </p>
        <QualityToggle
          habit={name}
          value={value.quality}
          open={open}
          panelId={panelId}
          onToggle={() => onOpen(open ? null : habitId)}
        />
      </div>
      <TargetBar entry={entry} minutes={value.minutes} onPress={pressTarget} />
      <MinutesStepper
        entry={entry}
        minutes={value.minutes}
        text={text}
        proposalId={proposed === null ? undefined : proposalId}
        onStep={step}
        onOpenQuality={() => onOpen(habitId)}
      />
      {proposed !== null && (
        <ProposalNotice id={proposalId} minutes={proposed} onEnter={() => text.confirm()} />
      )}
      {open && (
        <div className="quality-panel" id={panelId}>
          <span aria-hidden="true">{t('today.qualityShort')}</span>
          <QualityDots
            habit={name}
            value={value.quality}
            onChange={(quality) => onEdit(changeEntry(habitId, () => ({ quality })))}
            onDone={rated}
          />
        </div>
      )}
      <MinutesProblem text={text} className="habit-problem" />
    </li>
  );
});
