import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useProblemText } from '@/api/useProblemText';
import type { Habit } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/Notice';
import { QueryBoundary } from '@/ui/QueryBoundary';
import { Skeleton } from '@/ui/Skeleton';
import { showToast } from '@/ui/toasts';
import { useAddDefaultHabits } from '../api/addDefaultHabits';
import { useHabits } from '../api/listHabits';
import { useOrderHabits } from '../api/orderHabits';
import { useHabitArchive } from '../useHabitArchive';
import { ArchivedHabits } from './ArchivedHabits';
import { DeleteHabitDialog } from './DeleteHabitDialog';
import { HabitForm } from './HabitForm';
import { HabitList } from './HabitList';
import text from '@/ui/text.module.css';
import styles from './HabitSettings.module.css';

/** With as many habits, archived ones included, none of the defaults is taken to be missing. */
const DEFAULT_HABITS = 10;

type Open = { kind: 'edit'; habit: Habit | null } | { kind: 'remove'; habit: Habit } | null;

/** The account's habits: order, edit, archive, delete. */
export function HabitSettings({ today, id }: { today: string; id: string }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const habits = useHabits();
  const order = useOrderHabits();
  const defaults = useAddDefaultHabits();
  const [open, setOpen] = useState<Open>(null);
  const [announcement, setAnnouncement] = useState('');
  const list = useRef<HTMLOListElement>(null);

  const fail = (error: unknown) => showToast(problemText(error));
  /** The pressed button is removed, as its habit is, or as none is missing any more. */
  const keepFocus = () => list.current?.focus();
  const { archive, restore } = useHabitArchive(keepFocus);
  const active = habits.data?.active ?? [];
  const archived = habits.data?.archived ?? [];

  const reorder = (habit: Habit, from: number, to: number) => {
    const ids = active.map(({ id: habitId }) => habitId);
    order.mutate(ids.toSpliced(from, 1).toSpliced(to, 0, habit.id), { onError: fail });
  };
  const move = (habit: Habit, from: number, to: number) => {
    reorder(habit, from, to);
    setAnnouncement(t('habit.moved', { habit: habit.name, place: to + 1 }));
  };
  const addDefaults = () =>
    defaults.mutate(undefined, {
      onError: fail,
      onSuccess: () => {
        showToast(t('habit.defaultsAdded'));
        keepFocus();
      },
    });

  return (
    <Card
      id={id}
      title={t('settings.habits')}
      aside={
        <Button icon="plus" onClick={() => setOpen({ kind: 'edit', habit: null })}>
          {t('habit.add')}
        </Button>
      }
    >
      <QueryBoundary
        query={habits}
        errorTitle={t('habit.loadFailed')}
        skeleton={<Skeleton shape="row" count={10} />}
      >
        {({ all }) => (
          <>
            {active.length === 0 ? (
              <EmptyState title={t('habit.emptyTitle')}>{t('habit.emptyHint')}</EmptyState>
            ) : (
              <HabitList
                ref={list}
                habits={active}
                onEdit={(habit) => setOpen({ kind: 'edit', habit })}
                onArchive={archive}
                onMove={move}
                onDrop={reorder}
              />
            )}
            {all.length < DEFAULT_HABITS && (
              <div className={styles.defaults}>
                <Button loading={defaults.isPending} onClick={addDefaults}>
                  {t('habit.defaults')}
                </Button>
                <p className={text.hint}>{t('habit.defaultsHint')}</p>
              </div>
            )}
            {archived.length > 0 && (
              <ArchivedHabits
                habits={archived}
                onRestore={restore}
                onRemove={(habit) => setOpen({ kind: 'remove', habit })}
              />
            )}
          </>
        )}
      </QueryBoundary>
      <p className="visually-hidden" role="status">
        {announcement}
      </p>
      {open?.kind === 'edit' && (
        <HabitForm habit={open.habit} today={today} onClose={() => setOpen(null)} />
      )}
      {open?.kind === 'remove' && (
        <DeleteHabitDialog
          habit={open.habit}
          onClose={() => setOpen(null)}
          onRemoved={() => {
            flushSync(() => setOpen(null));
            keepFocus();
          }}
        />
      )}
    </Card>
  );
}
