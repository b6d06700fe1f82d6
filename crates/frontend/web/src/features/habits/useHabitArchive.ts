import type { Habit } from '@/api/types';
import { useProblemText } from '@/api/useProblemText';
import { useTranslation } from '@/lib/i18n';
import { showToast } from '@/ui/toasts';
import { useArchiveHabit } from './api/archiveHabit';
import { useRestoreHabit } from './api/restoreHabit';

/** Archives and restores habits, each told by a toast. */
export function useHabitArchive(keepFocus: () => void) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const archiving = useArchiveHabit();
  const restoring = useRestoreHabit();
  const onError = (error: unknown) => showToast(problemText(error));

  const restore = ({ id, name }: Habit) =>
    restoring.mutate(id, {
      onError,
      onSuccess: () => {
        showToast(t('habit.restored', { habit: name }));
        keepFocus();
      },
    });
  const archive = (habit: Habit) =>
    archiving.mutate(habit.id, {
      onError,
      onSuccess: () => {
        const undo = { label: t('app.undo'), run: () => restore(habit) };
        showToast(t('habit.archived', { habit: habit.name }), undo);
        keepFocus();
      },
    });
  return { archive, restore, isPending: archiving.isPending || restoring.isPending };
}
