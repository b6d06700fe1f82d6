/** Toasts: short messages over the page, each with at most one action. */
export interface Toast {
  id: number;
  text: string;
  action?: ToastAction;
}

interface ToastAction {
  label: string;
  run: () => void;
}

const listeners = new Set<() => void>();
let toast: Toast | null = null;
let lastId = 0;

function set(next: Toast | null): void {
  toast = next;
  for (const listener of listeners) listener();
}

export const toastStore = {
  current: (): Toast | null => toast,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  dismiss: (id: number): void => {
    if (toast?.id === id) set(null);
  },
};

/** Removes all messages, with their actions. */
export function clearToasts(): void {
  set(null);
}

/** Shows a message. It replaces the previous one, so that toasts do not stack. */
export function showToast(text: string, action?: ToastAction): void {
  lastId += 1;
  set(action ? { id: lastId, text, action } : { id: lastId, text });
}
