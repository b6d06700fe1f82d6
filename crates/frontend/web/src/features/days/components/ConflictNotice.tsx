import type { Day } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useAmountFormat } from '@/lib/useAmountFormat';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import type { DaySaver } from '../DaySaver';
import type { DayDraft, FieldRef, FieldValue } from '../draft';
import type { Conflict } from '../draftState';
import styles from './ConflictNotice.module.css';

interface ConflictNoticeProps {
  saver: DaySaver;
  day: Day;
  draft: DayDraft;
  conflicts: readonly Conflict[];
}

/** Fields that were changed here and elsewhere, with both values to choose from. */
export function ConflictNotice({ saver, day, draft, conflicts }: ConflictNoticeProps) {
  const { t } = useTranslation();
  const labels = useLabels(day, draft);
  return (
    <div role="status" className={styles.status}>
      {conflicts.length > 0 && (
        <Card title={t('conflict.title')} className={styles.root}>
          <p className={styles.hint}>{t('conflict.hint')}</p>
          <ul>
            {conflicts.map(({ ref, mine, theirs }) => {
              const field = labels.field(ref);
              const [own, other] = [labels.value(ref, mine), labels.value(ref, theirs)];
              const choices = [
                [t('conflict.keep', { value: own }), mine],
                [t('conflict.take', { value: other }), theirs],
              ] as const;
              return (
                <li key={`${ref.of} ${ref.id} ${ref.field}`} className={styles.item}>
                  <p>{t('conflict.entered', { field, mine: own, theirs: other })}</p>
                  <div className={styles.choices}>
                    {choices.map(([label, value]) => (
                      <Button
                        key={label}
                        aria-label={`${field}: ${label}`}
                        onClick={() => saver.choose(ref, value)}
                      >
                        {label}
                      </Button>
                    ))}
                  </div>
                </li>
              );
            })}
          </ul>
        </Card>
      )}
    </div>
  );
}

/** The names of fields and of their values. */
function useLabels(day: Day, draft: DayDraft) {
  const { t } = useTranslation();
  const format = useFormat();
  const amounts = useAmountFormat();
  const ofTask = {
    title: 'conflict.taskTitle',
    priority: 'priority.label',
    quadrant: 'quadrant.label',
    estimatedMinutes: 'today.estimate',
    actualMinutes: 'today.actual',
    completed: 'conflict.completed',
  } as const;
  const field = ({ of, id, field }: FieldRef): string => {
    if (of === 'day') return t('conflict.dayNote');
    if (of === 'task') {
      const title = draft.tasks.find(({ key }) => key === id)?.title ?? '';
      return t('conflict.of', { title, field: t(ofTask[field]) });
    }
    const habit = day.entries.find(({ habitId }) => habitId === id)?.name ?? '';
    if (field === 'quality') return t('conflict.quality', { habit });
    return field === 'note' ? t('conflict.note', { habit }) : habit;
  };
  const value = ({ id, field }: FieldRef, given: FieldValue): string => {
    if (given === null || given === '') return t('conflict.nothing');
    if (typeof given === 'boolean') return t(given ? 'conflict.done' : 'conflict.open');
    if (typeof given === 'number') {
      if (field === 'quality') return t('today.qualityValue', { value: given });
      const entry = day.entries.find(({ habitId }) => habitId === id);
      return field === 'amount' && entry ? amounts.long(given, entry) : format.duration(given);
    }
    if (field === 'priority') return t(`priority.${given as 'high' | 'medium' | 'low'}`);
    if (field === 'quadrant') return t(`quadrant.${given as 'Q1' | 'Q2' | 'Q3' | 'Q4'}`);
    return given;
  };
  return { field, value };
}
