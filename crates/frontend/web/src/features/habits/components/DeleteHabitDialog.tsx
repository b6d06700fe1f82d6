import { useProblemText } from '@/api/useProblemText';
import type { Habit } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { useDeleteHabit } from '../api/deleteHabit';
import dialogContent from '@/ui/dialogContent.module.css';
import text from '@/ui/text.module.css';

interface DeleteHabitDialogProps {
  habit: Habit;
  onClose: () => void;
  onRemoved: () => void;
}

/** Asks for confirmation, since deleting the history can't be undone. */
export function DeleteHabitDialog({ habit, onClose, onRemoved }: DeleteHabitDialogProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const remove = useDeleteHabit();
  return (
    <Dialog title={t('habit.removeTitle', { habit: habit.name })} onClose={onClose}>
      <div className={dialogContent.stack}>
        <p>{t('habit.removeHint')}</p>
        <div role="alert">
          {remove.isError && <p className={text.error}>{problemText(remove.error)}</p>}
        </div>
        <div className={dialogContent.actions}>
          <Button
            variant="danger"
            loading={remove.isPending}
            onClick={() => remove.mutate(habit.id, { onSuccess: onRemoved })}
          >
            {t('habit.removeConfirm')}
          </Button>
          <Button onClick={onClose}>{t('settings.cancel')}</Button>
        </div>
      </div>
    </Dialog>
  );
}
