import { useRef, useState } from 'react';
import type { Habit } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { useFormat } from '@/lib/useFormat';
import { Button } from '@/ui/Button';
import { PageHeading } from '@/ui/PageHeading';
import { QuadrantMark } from '@/ui/QuadrantMark';
import { useHabitArchive } from '../useHabitArchive';
import { useScheduleText } from '../useScheduleText';
import { useTargetText } from '../useTargetText';
import { HabitForm } from './HabitForm';
import styles from './HabitHeader.module.css';

/** A habit's name, what it is, and what can be done with it. */
export function HabitHeader({ habit, today }: { habit: Habit; today: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const scheduleText = useScheduleText();
  const targetText = useTargetText();
  const [editing, setEditing] = useState(false);
  const { name, group, skillLevel, archivedOn } = habit;
  const actions = useRef<HTMLDivElement>(null);
  /** The pressed button gives way to that of the opposite. */
  const { archive, restore, isPending } = useHabitArchive(() => actions.current?.focus());

  return (
    <header className={styles.root} data-page-inset>
      <div className={styles.head}>
        <PageHeading title={name}>
          <bdi>{name}</bdi>
        </PageHeading>
        <p className={styles.facts}>
          <QuadrantMark quadrant={habit.quadrant} />
          <span>{t(`category.${habit.category}`)}</span>
          {group !== null && <bdi>{group}</bdi>}
          <span>{targetText(habit)}</span>
          <span>{scheduleText(habit)}</span>
          {skillLevel !== null && <span>{t('habit.level', { level: skillLevel })}</span>}
          {archivedOn !== null && (
            <strong>{t('habitPage.archivedSince', { from: format.date(archivedOn) })}</strong>
          )}
        </p>
      </div>
      <div className={styles.actions} ref={actions} tabIndex={-1}>
        <Button icon="edit" onClick={() => setEditing(true)}>
          {t('habitPage.edit')}
        </Button>
        {archivedOn === null ? (
          <Button icon="archive" loading={isPending} onClick={() => archive(habit)}>
            {t('habitPage.archive')}
          </Button>
        ) : (
          <Button icon="restore" loading={isPending} onClick={() => restore(habit)}>
            {t('habit.restore')}
          </Button>
        )}
      </div>
      {editing && <HabitForm habit={habit} today={today} onClose={() => setEditing(false)} />}
    </header>
  );
}
