import { clsx } from 'clsx';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useToast, useToastRegion } from 'react-aria/useToast';
import { type QueuedToast, type ToastState, useToastQueue } from 'react-stately/useToastState';
import { useTranslation } from '@/lib/i18n';
import { Button, IconButton } from './Button';
import { type Toast, toastQueue } from './toasts';
import styles from './Toasts.module.css';

/** The place of toasts, of which there is one at a time. */
export function Toasts() {
  const state = useToastQueue(toastQueue);
  const [toast] = state.visibleToasts;
  return toast && <ToastRegion toast={toast} state={state} />;
}

interface ToastRegionProps {
  toast: QueuedToast<Toast>;
  state: ToastState<Toast>;
}

/** A landmark, to which F6 leads, with one toast. */
function ToastRegion({ toast, state }: ToastRegionProps) {
  const { t } = useTranslation();
  const ref = useRef<HTMLDivElement>(null);
  const { regionProps } = useToastRegion({ 'aria-label': t('app.notices') }, state, ref);
  useEffect(() => {
    // A toast in the place of another starts under its pointer, or with its focus.
    if (ref.current?.matches(':hover, :focus-within')) state.pauseAll();
  }, [state]);
  return (
    <div {...regionProps} ref={ref} className={styles.root}>
      <ToastMessage key={toast.key} toast={toast} state={state} />
    </div>
  );
}

/** It goes away by itself, but not while it is hovered or has the focus, and then gives the focus back. */
function ToastMessage({ toast, state }: ToastRegionProps) {
  const { t } = useTranslation();
  const ref = useRef<HTMLDivElement>(null);
  const { toastProps, contentProps, titleProps } = useToast({ toast }, state, ref);
  const [above, setAbove] = useState(false);
  const { text, action } = toast.content;

  useLayoutEffect(() => {
    const spoken = document.activeElement;
    if (spoken && spoken !== document.body) setAbove(overlap(ref.current, spoken));
  }, []);

  const end = (act?: () => void) => {
    const focused = ref.current?.contains(document.activeElement);
    act?.();
    flushSync(() => state.close(toast.key));
    // React Aria has given the focus back, unless what had it is gone.
    if (focused && (document.activeElement ?? document.body) === document.body) {
      document.querySelector('main')?.focus({ preventScroll: true });
    }
  };

  return (
    // Not a tab stop of its own: Tab leads to the action at once.
    <div
      {...toastProps}
      tabIndex={-1}
      ref={ref}
      className={clsx(styles.toast, above && styles.above)}
    >
      <div {...contentProps} className={styles.content}>
        <span {...titleProps}>{text}</span>
      </div>
      {action && (
        <Button variant="quiet" onClick={() => end(action.run)}>
          {action.label}
        </Button>
      )}
      <IconButton icon="close" label={t('app.close')} onClick={() => end()} />
    </div>
  );
}

/** Whether a toast would cover the element that it speaks of. */
function overlap(toast: Element | null, spoken: Element): boolean {
  if (!toast) return false;
  const [one, other] = [toast.getBoundingClientRect(), spoken.getBoundingClientRect()];
  return (
    one.top < other.bottom &&
    other.top < one.bottom &&
    one.left < other.right &&
    other.left < one.right
  );
}
