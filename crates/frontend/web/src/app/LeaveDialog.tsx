import { useSyncExternalStore } from 'react';
import { useTranslation } from '@/lib/i18n';
import { leaving } from '@/lib/leaving';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import dialogContent from '@/ui/dialogContent.module.css';

/** Asks whether unsaved edits may be lost. */
export function LeaveDialog() {
  const { t } = useTranslation();
  const waits = useSyncExternalStore(leaving.subscribe, leaving.waits);
  if (!waits) return null;
  return (
    <Dialog title={t('leave.title')} onClose={() => leaving.answer(false)}>
      <div className={dialogContent.stack}>
        <p>{t('leave.hint')}</p>
        <div className={dialogContent.actions}>
          <Button variant="primary" onClick={() => leaving.answer(false)}>
            {t('leave.stay')}
          </Button>
          <Button onClick={() => leaving.answer(true)}>{t('leave.leave')}</Button>
        </div>
      </div>
    </Dialog>
  );
}
