import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb';

/** What a user's database on this device holds; its readers check the values' shape. */
interface Stores extends DBSchema {
  /** Unsaved edits, by date. */
  drafts: { key: string; value: unknown };
  /** Responses of the server, for pages without a network. */
  responses: { key: string; value: unknown };
}

const PREFIX = 'kpi-';
const VERSION = 2;

/**
 * A user's IndexedDB database on this device: one for each user, so that none is ever read for
 * another, and an account's is deleted as a whole. Every method rejects where storage is forbidden or
 * full.
 */
export class UserDatabase {
  readonly #name: string;
  #open: Promise<IDBPDatabase<Stores>> | null = null;
  /** Resolves when the last task has run. */
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(userId: string) {
    this.#name = PREFIX + userId;
  }

  /** Runs tasks one after the other. */
  run<T>(task: (database: IDBPDatabase<Stores>) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('The database is closed.'));
    const done = this.#last.then(async () => task(await this.#connect()));
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Removes the server's responses; unsaved edits stay for this user's next visit. */
  close(): Promise<void> {
    return this.#end(async () => {
      const database = await this.#open;
      // Another tab may have deleted the database: it is not opened again.
      await database?.clear('responses');
      database?.close();
    });
  }

  /** Removes everything, with the account. */
  erase(): Promise<void> {
    return this.#end(async () => {
      const database = await this.#open?.catch(() => null);
      database?.close();
      await deleteDB(this.#name);
    });
  }

  #end(task: () => Promise<void>): Promise<void> {
    this.#closed = true;
    const done = this.#last.then(task);
    this.#last = done.catch(() => undefined);
    return done;
  }

  #connect(): Promise<IDBPDatabase<Stores>> {
    const forget = () => {
      this.#open = null;
    };
    this.#open ??= openDB<Stores>(this.#name, VERSION, {
      upgrade: (database, from) => {
        if (from < 1) database.createObjectStore('drafts');
        // Version 1 kept responses in a store of another name.
        else (database as unknown as IDBPDatabase).deleteObjectStore('answers');
        database.createObjectStore('responses');
      },
      // Another tab deletes or upgrades the database.
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    });
    // The next call tries again: storage may have been freed.
    this.#open.catch(forget);
    return this.#open;
  }
}
