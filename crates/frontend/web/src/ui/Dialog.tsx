import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { useTranslation } from '@/lib/i18n';
import { IconButton } from './Button';
import './Dialog.css';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A modal sheet on the browser's own dialog, which keeps the focus inside and closes on Escape. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const { t } = useTranslation();
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Before the element leaves the page, or the focus would not find its way back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    // On a phone a focused field brings up the keyboard, over what one has not seen yet.
    if (window.matchMedia('(pointer: fine)').matches) {
      dialog?.querySelector<HTMLElement>('.dialog-body :is(input, select)')?.focus();
    }
    return () => dialog?.close();
  }, []);
  return (
    <dialog ref={ref} className="dialog" aria-labelledby={titleId} onCancel={onClose}>
      <header className="dialog-header">
        <h2 id={titleId}>{title}</h2>
        <IconButton icon="close" label={t('app.close')} onClick={onClose} />
      </header>
      <div className="dialog-body">{children}</div>
    </dialog>
  );
}
