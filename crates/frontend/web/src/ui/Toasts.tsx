import { useSyncExternalStore } from 'react';
import { useTranslation } from '@/lib/i18n';
import { Button, IconButton } from './Button';
import { toastStore } from './toasts';
import './Toasts.css';

export function Toasts() {
  const { t } = useTranslation();
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.list);
  return (
    <div className="toasts" role="status" aria-label={t('app.notices')}>
      {toasts.map((toast) => (
        <div key={toast.id} className="toast">
          <span>{toast.text}</span>
          {toast.action && (
            <Button
              variant="quiet"
              onClick={() => {
                toast.action?.run();
                toastStore.dismiss(toast.id);
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <IconButton
            icon="close"
            label={t('app.close')}
            onClick={() => toastStore.dismiss(toast.id)}
          />
        </div>
      ))}
    </div>
  );
}
