import { clsx } from 'clsx';
import { memo, useEffect, useRef } from 'react';
import type { Priority } from '@/api/types';
import { FocusButton } from '@/features/focus';
import { useTranslation } from '@/lib/i18n';
import { IconButton } from '@/ui/Button';
import { Select } from '@/ui/Select';
import { AmountInput, AmountError } from '@/ui/AmountInput';
import { QuadrantSelect } from '@/ui/QuadrantSelect';
import { TextInput } from '@/ui/TextInput';
import { useAmountInput } from '@/ui/useAmountInput';
import type { DraftTask } from '../draft';
import { changeTask, type Edit } from '../edits';
import { estimateFieldId, taskDoneId } from '../suggestionStep';
import control from '@/ui/control.module.css';
import styles from './TaskRow.module.css';

export const removeButtonId = (key: string): string => `remove-${key}`;

const PRIORITIES: readonly Priority[] = ['high', 'medium', 'low'];
const MAX_TITLE_LENGTH = 200;

interface TaskRowProps {
  task: DraftTask;
  number: number;
  /** Just added: focuses the title. */
  fresh: boolean;
  onEdit: (edit: Edit) => void;
  /** Enter in the title: to the next one. */
  onEnter: (index: number) => void;
  /** `focus` is the element that has the focus, or is about to get it. */
  onRemove: (task: DraftTask, index: number, focus: Element | null) => void;
}

export const TaskRow = memo(function TaskRow(props: TaskRowProps) {
  const { task, number, fresh, onEdit } = props;
  const { t } = useTranslation();
  const titleRef = useRef<HTMLInputElement>(null);
  const lastTitle = useRef(task.title);
  const title = task.title.trim() || t('today.taskUntitled', { number });
  const change = (fields: Partial<DraftTask>) => onEdit(changeTask(task.key, () => fields));
  // The API takes estimates of at least one minute; zero becomes null.
  const estimate = useAmountInput(task.estimatedMinutes, (minutes) =>
    change({ estimatedMinutes: minutes === 0 ? null : minutes }),
  );
  const actual = useAmountInput(task.actualMinutes, (actualMinutes) => change({ actualMinutes }));
  const remove = (focus: Element | null) => props.onRemove(task, number - 1, focus);

  useEffect(() => {
    if (fresh) titleRef.current?.focus();
  }, [fresh]);

  return (
    <li className={styles.root} data-testid={`task-${number}`}>
      <label className={styles.done}>
        <input
          type="checkbox"
          id={taskDoneId(task.key)}
          aria-label={t('today.taskDone', { title })}
          checked={task.completed}
          onChange={(event) => change({ completed: event.currentTarget.checked })}
        />
      </label>
      <TextInput
        ref={titleRef}
        className={clsx(control.root, styles.title, task.completed && styles.titleDone)}
        aria-label={t('today.taskTitle', { number })}
        placeholder={t('today.taskPlaceholder')}
        maxLength={MAX_TITLE_LENGTH}
        enterKeyHint="next"
        value={task.title}
        onFocus={() => {
          lastTitle.current = task.title;
        }}
        onText={(text) => change({ title: text })}
        onKeyDown={(event) => {
          // Enter also ends what an input method composes.
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          if (task.title.trim() !== '') props.onEnter(number - 1);
        }}
        onBlur={(event) => {
          if (task.title.trim() !== '') return;
          // A title is required: the old one is restored, a new empty task is removed.
          if (lastTitle.current.trim() === '') remove(event.relatedTarget);
          else change({ title: lastTitle.current });
        }}
      />
      <span className={styles.focus}>
        {task.id !== null && !task.completed && (
          <FocusButton subject={{ of: 'task', id: task.id, name: title }} />
        )}
      </span>
      <div className={styles.fields}>
        <label className={styles.field}>
          <span className={styles.label}>{t('priority.label')}</span>
          <Select
            className={control.root}
            aria-label={t('today.taskPriority', { title })}
            value={task.priority}
            options={PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))}
            onChange={(priority) => change({ priority })}
          />
        </label>
        <div className={styles.field}>
          <span className={styles.label} aria-hidden="true">
            {t('quadrant.label')}
          </span>
          <QuadrantSelect
            label={t('today.taskQuadrant', { title })}
            value={task.quadrant}
            onChange={(quadrant) => change({ quadrant })}
          />
        </div>
        <label className={styles.field}>
          <span className={styles.label}>{t('today.estimate')}</span>
          <AmountInput
            text={estimate}
            id={estimateFieldId(task.key)}
            aria-label={t('today.taskEstimate', { title })}
          />
        </label>
        <label className={styles.field}>
          <span className={styles.label}>{t('today.actual')}</span>
          <AmountInput text={actual} aria-label={t('today.taskActual', { title })} />
        </label>
      </div>
      <IconButton
        icon="close"
        className={styles.remove}
        id={removeButtonId(task.key)}
        label={t('today.removeTask', { title })}
        // On mousedown: a blur of the title would remove an empty task before the click.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => remove(document.activeElement)}
      />
      <AmountError text={estimate} className={styles.problem} />
      <AmountError text={actual} className={styles.problem} />
    </li>
  );
});
