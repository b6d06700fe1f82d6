import { QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { meQuery } from '@/api/meQuery';
import { closeSession, currentSession, type Session } from '@/api/session';
import type { DayInput } from '@/api/types';
import { addDays, logicalDate } from '@/lib/dates';
import { aDay } from '@/testing/days';
import { signIn } from '@/testing/session';
import { aUser } from '@/testing/users';
import { seedQuery } from '@/testing/queries';
import { dayQuery } from './api/getDay';
import { daysQuery } from './api/listDays';
import { changeEntry } from './edits';
import { Savers, saversOf } from './savers';

const DATE = '2026-03-03';
/** Each test has its own user, and so its own database. */
let ada = aUser();
let count = 0;

/** A server with one day for all dates, which can be made unreachable. */
class FakeServer {
  reachable = true;
  version = 1;
  readonly amounts = new Map<string, number | null>();
  note: string | null = null;
  readonly asked: string[] = [];

  readonly fetch = async (request: Request): Promise<Response> => {
    if (!this.reachable) throw new TypeError('Failed to fetch');
    const { pathname } = new URL(request.url);
    this.asked.push(`${request.method} ${pathname}`);
    if (request.method === 'PUT') {
      if (request.headers.get('If-Match') !== this.etag) {
        return Response.json({}, { status: 412 });
      }
      this.version += 1;
      const { entries, note } = (await request.json()) as DayInput;
      if (note !== undefined) this.note = note;
      this.amounts.clear();
      for (const { habitId, amount } of entries) this.amounts.set(habitId, amount ?? null);
    }
    return Response.json(this.day(pathname.split('/').pop() ?? ''), {
      headers: { ETag: this.etag },
    });
  };

  get etag(): string {
    return `"${this.version}"`;
  }

  day(date: string) {
    const day = aDay({ date, note: this.note });
    const entries = day.entries.map((entry) => ({
      ...entry,
      amount: this.amounts.get(entry.habitId) ?? null,
    }));
    return { ...day, entries };
  }

  loaded() {
    return { day: this.day(DATE), etag: this.etag };
  }
}

const server = vi.hoisted(() => ({ fetch: (request: Request) => fetch(request) }));
vi.stubGlobal('fetch', (request: Request) => server.fetch(request));

let fake: FakeServer;
let session: Session;

const reading = (amount: number) => changeEntry('reading', () => ({ amount }));
const work = (amount: number) => changeEntry('work', () => ({ amount }));

beforeEach(() => {
  fake = new FakeServer();
  server.fetch = fake.fetch;
  count += 1;
  ada = aUser({ id: `ada-${count}` });
  session = signIn(ada);
});

afterEach(() => closeSession(currentSession()));

/** The drafts on the device, without those that are being written. */
const stored = (of = session) => of.database?.run((stores) => stores.getAllKeys('drafts'));

describe('a stored edit of an earlier visit', () => {
  /** Leaves an edit that could not be sent. */
  async function leave(): Promise<void> {
    fake.reachable = false;
    const savers = saversOf(session);
    savers.open(DATE, fake.loaded()).edit(reading(40));
    await savers.flush();
    expect(await stored()).toEqual([DATE]);
    closeSession(session);
  }

  it('is sent when its user is back', async () => {
    await leave();
    fake.reachable = true;
    session = signIn(ada);
    saversOf(session);
    await vi.waitFor(() => expect(fake.amounts.get('reading')).toBe(40));
    await vi.waitFor(async () => expect(await stored()).toEqual([]));
  });

  it('is there although the page did not wait until it was written', async () => {
    fake.reachable = false;
    saversOf(session).open(DATE, fake.loaded()).edit(reading(40));
    window.dispatchEvent(new Event('pagehide'));
    const key = `kpi.draft.${ada.id}.${DATE}`;
    const left = localStorage.getItem(key) ?? '';
    expect(JSON.parse(left)).toMatchObject({ draft: { entries: { reading: { amount: 40 } } } });
    // Once it is written after all, nothing stays behind.
    await vi.waitFor(async () => expect(await stored()).toEqual([DATE]));
    await vi.waitFor(() => expect(localStorage.getItem(key)).toBeNull());
    await session.database?.run((stores) => stores.clear('drafts'));
    closeSession(session);
    localStorage.setItem(key, left);
    fake.reachable = true;
    session = signIn(ada);
    saversOf(session);
    await vi.waitFor(() => expect(fake.amounts.get('reading')).toBe(40));
    expect(localStorage.getItem(key)).toBeNull();
  });

  it('is kept beside what another tab has stored since the page went away', async () => {
    await leave();
    const unread = { amount: null, quality: null, note: null };
    const base = { entries: { reading: unread, work: unread }, tasks: [] };
    const draft = {
      entries: { reading: unread, work: { amount: 60, quality: null, note: null } },
      tasks: [],
    };
    localStorage.setItem(
      `kpi.draft.${ada.id}.${DATE}`,
      JSON.stringify({ base, server: base, draft }),
    );
    fake.reachable = true;
    session = signIn(ada);
    saversOf(session);
    await vi.waitFor(() => expect(fake.amounts.get('work')).toBe(60));
    expect(fake.amounts.get('reading')).toBe(40);
  });

  it('is kept beside what an earlier version has stored, in minutes and without a note', async () => {
    const unread = { minutes: null, quality: null };
    const old = { entries: { reading: unread, work: unread }, tasks: [] };
    const oldDraft = {
      ...old,
      entries: { ...old.entries, reading: { minutes: 40, quality: null } },
    };
    await session.database?.run((stores) =>
      stores.put('drafts', { base: old, server: old, draft: oldDraft }, DATE),
    );
    closeSession(session);
    const empty = { amount: null, quality: null, note: null };
    const base = { entries: { reading: empty, work: empty }, tasks: [] };
    const draft = { ...base, entries: { ...base.entries, work: { ...empty, amount: 60 } } };
    localStorage.setItem(
      `kpi.draft.${ada.id}.${DATE}`,
      JSON.stringify({ base, server: base, draft }),
    );
    fake.note = 'Kept';
    session = signIn(ada);
    saversOf(session);
    await vi.waitFor(() => expect(fake.amounts.get('work')).toBe(60));
    expect(fake.amounts.get('reading')).toBe(40);
    expect(fake.note).toBe('Kept');
  });

  it('goes to localStorage where IndexedDB fails', async () => {
    fake.reachable = false;
    if (!session.database) throw new Error('A user has a database.');
    const run = vi.spyOn(session.database, 'run').mockRejectedValue(new Error('Forbidden'));
    const savers = saversOf(session);
    savers.open(DATE, fake.loaded()).edit(reading(40));
    await vi.waitFor(() => expect(savers.drafts.isFailing()).toBe(true));
    window.dispatchEvent(new Event('pagehide'));
    expect(localStorage.getItem(`kpi.draft.${ada.id}.${DATE}`)).toContain('40');
    run.mockRestore();
    closeSession(session);
    fake.reachable = true;
    session = signIn(ada);
    saversOf(session);
    await vi.waitFor(() => expect(fake.amounts.get('reading')).toBe(40));
  });

  it('does not keep the page waiting while storage hangs', async () => {
    if (!session.database) throw new Error('A user has a database.');
    vi.spyOn(session.database, 'run').mockReturnValue(new Promise(() => undefined));
    vi.useFakeTimers();
    const { ready } = saversOf(session).drafts;
    await vi.advanceTimersByTimeAsync(2_000);
    await expect(ready).resolves.toBeUndefined();
    vi.useRealTimers();
  });

  it('is left alone for another user', async () => {
    await leave();
    fake.reachable = true;
    const savers = saversOf(signIn(aUser({ id: 'grace' })));
    await savers.drafts.ready;
    savers.resume();
    await savers.flush();
    expect(savers.drafts.dates()).toEqual([]);
    expect(fake.asked.filter((request) => request.startsWith('PUT'))).toEqual([]);
    session = signIn(ada);
    await saversOf(session).drafts.ready;
    expect(saversOf(session).drafts.dates()).toEqual([DATE]);
  });

  it('of an earlier version, in localStorage, is sent as well', async () => {
    const base = { entries: { reading: { minutes: null, quality: null } }, tasks: [] };
    const draft = { entries: { reading: { minutes: 15, quality: null } }, tasks: [] };
    closeSession(session);
    localStorage.setItem(`kpi.draft.${ada.id}.${DATE}`, JSON.stringify({ base, draft }));
    session = signIn(ada);
    saversOf(session);
    await vi.waitFor(() => expect(fake.amounts.get('reading')).toBe(15));
    expect(localStorage.getItem(`kpi.draft.${ada.id}.${DATE}`)).toBeNull();
  });

  it('is reached by everything: the saver on screen is the one that sends it', async () => {
    await leave();
    session = signIn(ada);
    const savers = saversOf(session);
    await savers.drafts.ready;
    // The day is shown, and left, while the server does not answer.
    const shown = savers.open(DATE, fake.loaded());
    await shown.flush();
    expect(savers.open(DATE, fake.loaded())).toBe(shown);
    expect(savers.hasUnsaved()).toBe(true);
    fake.reachable = true;
    window.dispatchEvent(new Event('online'));
    await vi.waitFor(() => expect(fake.amounts.get('reading')).toBe(40));
    shown.edit(reading(50));
    await session.prepareToLeave();
    expect(fake.amounts.get('reading')).toBe(50);
  });
});

describe('two tabs of the same user', () => {
  /** Another tab: it has savers of its own, and shares what is on the device. */
  const otherTab = () => new Savers(session);

  it('share their edits, and none is lost', async () => {
    fake.reachable = false;
    const [one, two] = [saversOf(session), otherTab()];
    const [first, second] = [one.open(DATE, fake.loaded()), two.open(DATE, fake.loaded())];
    first.edit(reading(30));
    second.edit(work(60));
    for (const saver of [first, second]) {
      await vi.waitFor(() =>
        expect(saver.snapshot().draft.entries).toMatchObject({
          reading: { amount: 30 },
          work: { amount: 60 },
        }),
      );
    }
    fake.reachable = true;
    await Promise.all([one.flush(), two.flush()]);
    expect(Object.fromEntries(fake.amounts)).toEqual({ reading: 30, work: 60 });
    await vi.waitFor(() => expect([first.complete, second.complete]).toEqual([true, true]));
    await vi.waitFor(async () => expect(await stored()).toEqual([]));
    expect([first, second].flatMap((saver) => saver.snapshot().conflicts)).toEqual([]);
  });

  it('take over what the other has saved', async () => {
    const [one, two] = [saversOf(session), otherTab()];
    const [first, second] = [one.open(DATE, fake.loaded()), two.open(DATE, fake.loaded())];
    first.edit(reading(30));
    await one.flush();
    await vi.waitFor(() => expect(second.snapshot().draft.entries['reading']?.amount).toBe(30));
    await vi.waitFor(() => expect(second.complete).toBe(true));
    second.edit(reading(35));
    await two.flush();
    expect(fake.amounts.get('reading')).toBe(35);
    await vi.waitFor(() => expect(first.snapshot().draft.entries['reading']?.amount).toBe(35));
  });
});

describe('storage that is full or forbidden', () => {
  it('is admitted, and the edit is sent all the same', async () => {
    fake.reachable = false;
    const savers = saversOf(session);
    await savers.drafts.ready;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    savers.open(DATE, fake.loaded()).edit(reading(30));
    await vi.waitFor(() => expect(savers.drafts.isFailing()).toBe(true));
    fake.reachable = true;
    await savers.flush();
    expect(fake.amounts.get('reading')).toBe(30);
    expect(savers.drafts.isFailing()).toBe(false);
  });
});

it('a hanging network does not keep anybody from signing out', async () => {
  vi.useFakeTimers();
  try {
    const savers = saversOf(session);
    const saver = savers.open(DATE, fake.loaded());
    server.fetch = () => new Promise(() => undefined);
    saver.edit(reading(30));
    const prepared = vi.fn();
    void session.prepareToLeave().then(prepared);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(prepared).toHaveBeenCalled();
  } finally {
    vi.useRealTimers();
  }
});

describe('what depends on a saved day', () => {
  /** Saves a change of the day. */
  async function save(date: string): Promise<void> {
    const saver = saversOf(session).open(date, { day: aDay({ date }), etag: fake.etag });
    saver.edit(reading(30));
    await saver.flush();
  }

  const asksAgain = (key: readonly unknown[]) => session.queries.getQueryState(key)?.isInvalidated;
  const today = logicalDate(new Date(), 'UTC', 0);
  const recalculation = ['recalculation'];

  it('is asked for again: means with the day, later days, dashboards, found notes', async () => {
    const { api, queries } = session;
    const range = (from: string, to: string) => daysQuery(api, from, to);
    const one = (date: string) => dayQuery(api, date);
    const [affected, others] = [
      [
        range(DATE, addDays(DATE, 6)),
        range(addDays(DATE, -6), DATE),
        one(addDays(DATE, 1)),
        { queryKey: ['dashboards'], meta: { ofAllDays: true } },
        { queryKey: ['notes', 'rain'], meta: { ofAllDays: true } },
      ],
      [range(addDays(DATE, -7), addDays(DATE, -1)), one(addDays(DATE, -1)), meQuery(api)],
    ];
    for (const query of [...affected, ...others]) seedQuery(queries, query);
    await save(DATE);
    await vi.waitFor(() =>
      expect(affected.map(({ queryKey }) => asksAgain(queryKey))).toEqual(affected.map(() => true)),
    );
    expect(others.map(({ queryKey }) => asksAgain(queryKey))).toEqual(others.map(() => false));
    expect(session.queries.getQueryData(dayQuery(session.api, DATE).queryKey)?.etag).toBe('"2"');
  });

  it('is known, with the day, by the tag of the save, also of a compressed response', async () => {
    const savers = saversOf(session);
    const saver = savers.open(DATE, fake.loaded());
    const before = fake.etag;
    saver.edit(reading(20));
    await saver.flush();
    expect(savers.has(DATE, fake.etag)).toBe(true);
    expect(savers.has(DATE, before)).toBe(false);
    expect(savers.has(addDays(DATE, 1), fake.etag)).toBe(false);
    vi.spyOn(fake, 'etag', 'get').mockReturnValue('W/"digest-gzip"');
    saver.edit(reading(30));
    await saver.flush();
    expect(savers.has(DATE, '"digest"')).toBe(true);
  });

  it('is asked for again at once if it is on screen, even while it is being loaded', async () => {
    const queryFn = vi.fn(() => Promise.resolve({}));
    const queryKey = ['days', 'range', addDays(DATE, -6), DATE];
    const mean = new QueryObserver(session.queries, { queryKey, queryFn, staleTime: Infinity });
    const leave = mean.subscribe(() => undefined);
    await vi.waitFor(() => expect(queryFn).toHaveBeenCalledOnce());
    await save(DATE);
    await vi.waitFor(() => expect(queryFn).toHaveBeenCalledTimes(2));
    leave();
  });

  it('is recalculated in the background after a change of an old day', async () => {
    seedQuery(session.queries, { queryKey: recalculation });
    await save('2020-03-03');
    expect(asksAgain(recalculation)).toBe(true);
  });

  it.each([0, 1, 7])('is recalculated at once after a change of %i days ago', async (days) => {
    seedQuery(session.queries, { queryKey: recalculation });
    await save(addDays(today, -days));
    expect(asksAgain(recalculation)).toBe(false);
  });
});
