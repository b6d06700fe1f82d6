import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { useTranslation } from '@/lib/i18n';
import { IconButton } from './Button';
import styles from './Dialog.module.css';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A modal dialog on the native `dialog` element, which traps the focus and closes on Escape. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const { t } = useTranslation();
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Close it before the element is removed, or the browser can't restore the focus.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    // On a phone a focused field opens the keyboard, which would cover unread content.
    if (window.matchMedia('(pointer: fine)').matches) {
      dialog?.querySelector<HTMLElement>('input, select')?.focus();
    }
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className={styles.root}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // The owner closes it, or asks first.
        event.preventDefault();
        onClose();
      }}
      onClose={() => {
        // A browser may close it at a second Escape without asking.
        ref.current?.showModal();
        onClose();
      }}
    >
      <header className={styles.header}>
        <h2 id={titleId}>{title}</h2>
        <IconButton icon="close" label={t('app.close')} onClick={onClose} />
      </header>
      <div className={styles.body}>{children}</div>
    </dialog>
  );
}
