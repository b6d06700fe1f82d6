import { useSyncExternalStore } from 'react';
import { useTranslation } from '@/lib/i18n';
import { leaving } from '@/lib/leaving';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';

/** Asks whether unsaved edits may be lost. */
export function LeaveDialog() {
  const { t } = useTranslation();
  const waits = useSyncExternalStore(leaving.subscribe, leaving.waits);
  if (!waits) return null;
  return (
    <Dialog title={t('leave.title')} onClose={() => leaving.answer(false)}>
      <div className="dialog-text">
        <p>{t('leave.hint')}</p>
        <div className="dialog-buttons">
          <Button variant="primary" onClick={() => leaving.answer(false)}>
            {t('leave.stay')}
          </Button>
          <Button onClick={() => leaving.answer(true)}>{t('leave.leave')}</Button>
        </div>
      </div>
    </Dialog>
  );
}
