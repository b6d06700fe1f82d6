/** Toasts: short messages over the page, each with at most one action. */
export interface Toast {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
}

const SHOWN_MS = 8000;
const listeners = new Set<() => void>();
let toasts: readonly Toast[] = [];
let lastId = 0;

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

export const toastStore = {
  list: (): readonly Toast[] => toasts,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  dismiss: (id: number): void => {
    set(toasts.filter((toast) => toast.id !== id));
  },
};

/** Removes all messages, with their actions. */
export function clearToasts(): void {
  set([]);
}

/** Shows a message. It replaces the previous one, so that toasts do not stack. */
export function showToast(text: string, action?: Toast['action']): void {
  lastId += 1;
  const id = lastId;
  set([action ? { id, text, action } : { id, text }]);
  setTimeout(() => toastStore.dismiss(id), SHOWN_MS);
}
