import type { Habit } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { useDeleteHabit } from '../api/deleteHabit';

interface DeleteHabitDialogProps {
  habit: Habit;
  onClose: () => void;
  onRemoved: () => void;
}

/** Asks for confirmation, since deleting the history can't be undone. */
export function DeleteHabitDialog({ habit, onClose, onRemoved }: DeleteHabitDialogProps) {
  const { t } = useTranslation();
  const remove = useDeleteHabit();
  return (
    <ConfirmDialog
      title={t('habit.removeTitle', { habit: habit.name })}
      hint={t('habit.removeHint')}
      confirm={t('habit.removeConfirm')}
      action={remove}
      onConfirm={() => remove.mutate(habit.id, { onSuccess: onRemoved })}
      onClose={onClose}
    />
  );
}
