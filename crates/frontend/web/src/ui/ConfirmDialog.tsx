import { useProblemText } from '@/api/useProblemText';
import { useTranslation } from '@/lib/i18n';
import { Button } from './Button';
import { Dialog } from './Dialog';
import dialogContent from './dialogContent.module.css';
import text from './text.module.css';

interface ConfirmDialogProps {
  title: string;
  /** What follows. */
  hint: string;
  /** The button that does it. */
  confirm: string;
  /** What is done. */
  action: { isPending: boolean; error: Error | null };
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before what can't be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const { title, hint, confirm, action, onConfirm, onClose } = props;
  return (
    <Dialog title={title} onClose={onClose}>
      <div className={dialogContent.stack}>
        <p>{hint}</p>
        <div role="alert">
          {action.error && <p className={text.error}>{problemText(action.error)}</p>}
        </div>
        <div className={dialogContent.actions}>
          <Button variant="danger" loading={action.isPending} onClick={onConfirm}>
            {confirm}
          </Button>
          <Button onClick={onClose}>{t('settings.cancel')}</Button>
        </div>
      </div>
    </Dialog>
  );
}
