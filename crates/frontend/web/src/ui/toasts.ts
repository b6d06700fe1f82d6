import { ToastQueue } from 'react-stately/useToastState';

const SHOWN_MS = 4000;
const WITH_ACTION_MS = 8000;

/** A short message over the page, with at most one action. */
export interface Toast {
  text: string;
  action?: ToastAction | undefined;
}

interface ToastAction {
  label: string;
  run: () => void;
}

export const toastQueue = new ToastQueue<Toast>();

/** Removes all messages, with their actions. */
export function clearToasts(): void {
  toastQueue.clear();
}

/** Shows a message. It replaces the previous one, so that toasts do not stack. */
export function showToast(text: string, action?: ToastAction): void {
  clearToasts();
  toastQueue.add({ text, action }, { timeout: action ? WITH_ACTION_MS : SHOWN_MS });
}
