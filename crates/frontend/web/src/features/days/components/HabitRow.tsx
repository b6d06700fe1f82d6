import { memo } from 'react';
import type { Entry } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { clockMinutes } from '@/lib/minutes';
import { MinutesProblem } from '@/ui/MinutesInput';
import { QuadrantMark } from '@/ui/QuadrantMark';
import { useMinutesText } from '@/ui/useMinutesText';
import type { DraftEntry } from '../draft';
import { changeEntry, type Edit } from '../edits';
import { progressOf } from '../progress';
import { MinutesStepper } from './MinutesStepper';
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
  const { habitId, name, targetMinutes } = entry;
  const setMinutes = (minutes: number | null) => onEdit(changeEntry(habitId, () => ({ minutes })));
  const text = useMinutesText(value.minutes, setMinutes);
  const { state, over } = progressOf(entry, value.minutes);
  return (
    <li className="habit-row" data-testid={`habit-${habitId}`}>
      <div className="habit-name">
        <h3>
          <bdi>{name}</bdi>
        </h3>
        <p className="habit-facts">
          <QuadrantMark quadrant={entry.quadrant} />
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
      </div>
      <TargetBar
        entry={entry}
        minutes={value.minutes}
        onSet={(minutes) => {
          text.showValue();
          setMinutes(minutes);
        }}
      />
      <MinutesStepper entry={entry} minutes={value.minutes} text={text} onChange={setMinutes} />
      <QualityDots
        habit={name}
        value={value.quality}
        onChange={(quality) => onEdit(changeEntry(habitId, () => ({ quality })))}
      />
      <MinutesProblem text={text} className="habit-problem" />
    </li>
  );
});
