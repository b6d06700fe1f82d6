import { useTranslation } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { showToast } from '@/ui/toasts';
import type { DaySaver } from '../DaySaver';
import { clearDay, isClear, restoreDay } from '../edits';

interface ClearDayProps {
  saver: DaySaver;
  /** Whether there is nothing to clear. */
  clear: boolean;
  onCleared: () => void;
}

/** Takes all entries and tasks and the note off the day, which is then not recorded any more. */
export function ClearDay({ saver, clear, onCleared }: ClearDayProps) {
  const { t } = useTranslation();
  const press = () => {
    const { draft } = saver.snapshot();
    if (isClear(draft)) return;
    saver.edit(clearDay);
    onCleared();
    showToast(t('today.cleared'), {
      label: t('app.undo'),
      run: () => saver.edit(restoreDay(draft)),
    });
  };
  return (
    <Button variant="quiet" resting={clear} onClick={press}>
      {t('today.clear')}
    </Button>
  );
}
