/**
 * Web storage that never throws. Access can fail in private windows and with a full disk; the app
 * works without it.
 */
const safe = (area: () => Storage) => ({
  get(key: string): string | null {
    try {
      return area().getItem(key);
    } catch {
      return null;
    }
  },
  set(key: string, value: string): void {
    try {
      area().setItem(key, value);
    } catch {
      return;
    }
  },
  remove(key: string): void {
    try {
      area().removeItem(key);
    } catch {
      return;
    }
  },
  keys(prefix: string): string[] {
    try {
      return Object.keys(area()).filter((key) => key.startsWith(prefix));
    } catch {
      return [];
    }
  },
});

/** Of the browser, in all its tabs. */
export const storage = safe(() => localStorage);

/** Of this tab, until it is closed. */
export const tabStorage = safe(() => sessionStorage);
