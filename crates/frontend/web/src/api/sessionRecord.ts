import { storage } from '@/lib/storage';

/**
 * Who is signed in in this browser, in localStorage, which all tabs share. With a cookie it is a hint
 * only, since scripts can't read the cookie; a bearer token has no other place.
 */
export interface SessionRecord {
  userId: string;
  token: string | null;
}

const KEY = 'kpi.session';
/** Earlier versions stored the bare token. */
const OLD_KEY = 'kpi.token';

export function readRecord(): SessionRecord | null {
  adoptToken();
  const text = storage.get(KEY);
  if (text === null) return null;
  try {
    const { userId, token } = JSON.parse(text) as Partial<Record<string, unknown>>;
    if (typeof userId !== 'string') return null;
    return { userId, token: typeof token === 'string' ? token : null };
  } catch {
    return null;
  }
}

/** Returns whether it is stored: where storage is forbidden, tabs can't know of each other. */
export function writeRecord(record: SessionRecord | null): boolean {
  if (record === null) storage.remove(KEY);
  else storage.set(KEY, JSON.stringify(record));
  return readRecord()?.userId === record?.userId;
}

/** Calls `listener` when another tab may have changed the record. */
export function watchRecord(listener: () => void): void {
  window.addEventListener('storage', ({ key }) => {
    if (key === KEY || key === null) listener();
  });
  // A frozen tab gets no storage events.
  window.addEventListener('pageshow', listener);
  document.addEventListener('visibilitychange', listener);
}

/** The token's subject is the user's id. */
function adoptToken(): void {
  const token = storage.get(OLD_KEY);
  if (token === null) return;
  storage.remove(OLD_KEY);
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const { sub } = JSON.parse(atob(payload)) as Partial<Record<string, unknown>>;
    if (typeof sub === 'string') storage.set(KEY, JSON.stringify({ userId: sub, token }));
  } catch {
    // Not a token: the user signs in again.
  }
}
