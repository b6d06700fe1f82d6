import { clsx } from 'clsx';
import {
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from '@/lib/i18n';
import { Button, IconButton } from './Button';
import { type Toast, toastStore } from './toasts';
import styles from './Toasts.module.css';

const SHOWN_MS = 8000;

/** The place of toasts: a live region that is always there. */
export function Toasts() {
  const { t } = useTranslation();
  const toast = useSyncExternalStore(toastStore.subscribe, toastStore.current);
  return (
    <div className={styles.root} role="status" aria-label={t('app.notices')}>
      {toast && <ToastMessage key={toast.id} toast={toast} />}
    </div>
  );
}

/**
 * One toast. It goes away by itself, but not while it is hovered or has the focus, and then gives the
 * focus back.
 */
function ToastMessage({ toast }: { toast: Toast }) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const { held, before } = useHeld(frame);
  const [above, setAbove] = useState(false);

  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => toastStore.dismiss(toast.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toast.id, held]);

  useLayoutEffect(() => {
    const spoken = document.activeElement;
    if (spoken && spoken !== document.body) setAbove(overlap(frame.current, spoken));
  }, []);

  const end = (act?: () => void) => {
    const focused = frame.current?.contains(document.activeElement);
    act?.();
    flushSync(() => toastStore.dismiss(toast.id));
    // The action may have moved the focus itself.
    if (focused && (document.activeElement ?? document.body) === document.body) {
      const { current } = before;
      const back =
        current instanceof HTMLElement && current.isConnected
          ? current
          : document.querySelector('main');
      back?.focus({ preventScroll: true });
    }
  };

  return (
    <div ref={frame} className={clsx(styles.toast, above && styles.above)}>
      <span>{toast.text}</span>
      {toast.action && (
        <Button variant="quiet" onClick={() => end(toast.action?.run)}>
          {toast.action.label}
        </Button>
      )}
      <IconButton icon="close" label={t('app.close')} onClick={() => end()} />
    </div>
  );
}

/** Whether the element is hovered or has the focus, and what had the focus before. */
function useHeld(ref: RefObject<HTMLElement | null>) {
  const before = useRef<EventTarget | null>(null);
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  useEffect(() => {
    const element = ref.current;
    const contains = (target: EventTarget | null) =>
      target instanceof Node && (element?.contains(target) ?? false);
    const ended = new AbortController();
    const on = <Type extends keyof HTMLElementEventMap>(
      type: Type,
      listener: (event: HTMLElementEventMap[Type]) => void,
    ) => element?.addEventListener(type, listener, { signal: ended.signal });
    on('pointerenter', () => setHovered(true));
    on('pointerleave', () => setHovered(false));
    on('focusin', ({ relatedTarget }) => {
      if (!contains(relatedTarget)) before.current = relatedTarget;
      setFocused(true);
    });
    on('focusout', ({ relatedTarget }) => setFocused(contains(relatedTarget)));
    return () => ended.abort();
  }, [ref]);
  return { held: hovered || focused, before };
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
