import { memo, useCallback, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from '@/lib/i18n';
import { Card } from '@/ui/Card';
import { Icon } from '@/ui/Icon';
import { showToast } from '@/ui/toasts';
import { type DayDraft, type DraftTask, MAX_TASKS, newTask } from '../draft';
import { addTask, type Edit, removeTask, restoreTask } from '../edits';
import { addTaskFieldId } from '../suggestionStep';
import { removeButtonId, TaskRow } from './TaskRow';
import styles from './TaskList.module.css';

interface TaskListProps {
  draft: DayDraft;
  onEdit: (edit: Edit) => void;
}

export const TaskList = memo(function TaskList({ draft, onEdit }: TaskListProps) {
  const { t } = useTranslation();
  const [added, setAdded] = useState<string | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const { tasks } = draft;
  const done = tasks.filter((task) => task.completed).length;

  const add = useCallback(() => {
    const task = newTask();
    setAdded(task.key);
    onEdit(addTask(task));
  }, [onEdit]);
  const count = tasks.length;
  const goOn = useCallback(
    (index: number) => {
      if (index + 1 < count) titleOfRow(list.current, index + 1)?.focus();
      else if (count < MAX_TASKS) add();
    },
    [count, add],
  );
  const remove = useCallback(
    (task: DraftTask, index: number, focus: Element | null) => {
      const row = list.current?.contains(focus) ? focus?.closest('li') : null;
      flushSync(() => onEdit(removeTask(task.key)));
      // The focus was in the row that is gone: the next one has it now, or the one before.
      if (row && !row.isConnected) buttonOfRow(list.current, index)?.focus();
      if (task.title.trim() === '') return;
      showToast(t('today.taskRemoved'), {
        label: t('app.undo'),
        run: () => {
          flushSync(() => onEdit(restoreTask(task, index)));
          document.getElementById(removeButtonId(task.key))?.focus();
        },
      });
    },
    [onEdit, t],
  );

  return (
    <Card
      title={t('today.tasks')}
      aside={
        tasks.length > 0 && (
          <p className={styles.count}>{t('today.taskCount', { done, total: tasks.length })}</p>
        )
      }
    >
      {tasks.length > 0 && (
        <div className={styles.head} aria-hidden="true">
          <span />
          <span />
          <span />
          <span>{t('priority.label')}</span>
          <span>{t('quadrant.label')}</span>
          <span>{t('today.estimate')}</span>
          <span>{t('today.actual')}</span>
          <span />
        </div>
      )}
      <ol className={styles.root} ref={list}>
        {tasks.map((task, index) => (
          <TaskRow
            key={task.key}
            task={task}
            number={index + 1}
            fresh={task.key === added}
            onEdit={onEdit}
            onEnter={goOn}
            onRemove={remove}
          />
        ))}
        {count < MAX_TASKS && (
          <li>
            <button type="button" className={styles.slot} id={addTaskFieldId} onClick={add}>
              <Icon name="plus" size={18} />
              {t('today.addTask')}
            </button>
          </li>
        )}
      </ol>
      {count > MAX_TASKS && (
        <p className={styles.overfull} role="alert">
          {t('today.tooManyTasks')}
        </p>
      )}
    </Card>
  );
});

/** The button of a row: "Remove" of a task, "Add a task" of the empty one. */
function buttonOfRow(list: HTMLOListElement | null, index: number): HTMLElement | null | undefined {
  return list?.children[index]?.querySelector('button');
}

function titleOfRow(list: HTMLOListElement | null, index: number): HTMLElement | null | undefined {
  return list?.children[index]?.querySelector<HTMLElement>('input[type="text"]');
}
