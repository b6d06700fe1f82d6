import type { QueryClient } from '@tanstack/react-query';
import { noteArrival } from '@/lib/navigation';
import { UserDatabase } from '@/lib/userDatabase';
import { type Api, createApi } from './client';
import { meQuery } from './meQuery';
import { makeQueryClient } from './queryClient';
import { readRecord, type SessionRecord, watchRecord, writeRecord } from './sessionRecord';
import type { User } from './types';

/** How long signing out waits for unsaved edits to be sent. */
const LEAVING_MS = 3_000;

interface Ending {
  /** The account is deleted: remove what is stored on the device, too. */
  erase?: boolean;
  /** The server ended it. */
  expired?: boolean | undefined;
}

/**
 * What one user, or nobody, has in this tab: the requests, the cached responses, the unsaved edits on
 * the device. It never changes its user: when somebody else is signed in, another session takes its
 * place, and this one has ended. Its requests are aborted then, and nothing of it can reach the next.
 */
export class Session {
  static #last = 0;
  /** Tells sessions apart, also those of one user. */
  readonly id = (Session.#last += 1);
  readonly userId: string | null;
  token: string | null;
  readonly api: Api;
  readonly queries: QueryClient = makeQueryClient();
  /** Null for nobody. */
  readonly database: UserDatabase | null;
  readonly #ended = new AbortController();
  readonly #beforeLeaving = new Set<() => Promise<void>>();

  constructor(record: SessionRecord | null) {
    this.userId = record?.userId ?? null;
    this.token = record?.token ?? null;
    this.database = record && new UserDatabase(record.userId);
    this.api = createApi(this);
  }

  /** Aborted when the session ends. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  readonly onRejected = (): void => {
    // The sign-in page replaces the current one without a navigation.
    noteArrival('link');
    closeSession(this, { expired: true });
  };

  /** `task` runs before the user signs out, while requests are still possible. */
  beforeLeaving(task: () => Promise<void>): void {
    this.#beforeLeaving.add(task);
  }

  /** Resolves when unsaved edits are sent, or after a few seconds. */
  async prepareToLeave(): Promise<void> {
    const tasks = Promise.all([...this.#beforeLeaving].map((task) => task()));
    await Promise.race([tasks, new Promise((resolve) => setTimeout(resolve, LEAVING_MS))]);
  }

  /** Called once another session has taken the place of this one. */
  end({ erase }: { erase: boolean }): void {
    this.#ended.abort();
    this.queries.clear();
    if (erase) this.erase();
    // Where storage is forbidden, nothing was stored.
    else this.database?.close().catch(() => undefined);
  }

  /** Removes what is stored of the user on this device. */
  erase(): void {
    this.database?.erase().catch(() => undefined);
  }
}

const listeners = new Set<() => void>();
let current = new Session(readRecord());
let expired = false;
/** Whether the record in localStorage tells who is signed in here. */
let recorded = true;

function replace(next: Session, options: Ending = {}): void {
  const previous = current;
  current = next;
  expired = options.expired ?? false;
  previous.end({ erase: options.erase ?? false });
  for (const listener of listeners) listener();
}

/** The session of this tab. */
export const currentSession = (): Session => current;

export function subscribeSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the previous session was ended by the server. */
export const hasExpired = (): boolean => expired;

/** Begins a session after signing in or up. */
export function openSession({ user, token }: { user: User; token: string | null }): void {
  const record = { userId: user.id, token };
  recorded = writeRecord(record);
  const session = new Session(record);
  session.queries.setQueryData(meQuery(session.api).queryKey, user);
  // The page replaces the form.
  noteArrival('link');
  replace(session);
}

/** Another token of the same session, such as after changing the password. */
export function renewSession(session: Session, token: string | null): void {
  session.token = token;
  if (session === current && session.userId !== null) {
    recorded = writeRecord({ userId: session.userId, token });
  }
}

/** Ends a session in all tabs, unless another one has already taken its place. */
export function closeSession(session: Session, options: Ending = {}): void {
  if (session !== current || session.userId === null) {
    // A request that was refused meanwhile has ended it, without erasing.
    if (options.erase) session.erase();
    return;
  }
  // Another tab may have signed somebody else in: that session is not ours to end.
  if (readRecord()?.userId === session.userId) writeRecord(null);
  const record = recorded ? readRecord() : null;
  recorded = true;
  replace(new Session(record), { ...options, expired: record === null && options.expired });
}

/** Takes over what another tab did: signed out, or signed somebody else in. */
function follow(): void {
  if (!recorded) return;
  const record = readRecord();
  if (record?.userId !== (current.userId ?? undefined)) replace(new Session(record));
  else if (record) current.token = record.token;
}

watchRecord(follow);
