import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem, NetworkError } from '@/api/problem';
import type { Day, DayInput } from '@/api/types';
import { aDay, anEntry, aTask } from '@/testing/days';
import { DaySaver, type DaySaverPorts } from './DaySaver';
import { newTask } from './draft';
import { type DraftChange, type DraftState, isComplete } from './draftState';
import { addTask, changeEntry, changeTask, type Edit, removeTask, restoreTask } from './edits';

/** A fake server with one day: checks ETags, stores what it gets, and can be made to fail. */
class FakeServer {
  day: Day;
  version = 1;
  readonly bodies: DayInput[] = [];
  /** Errors of the next saves, one each. */
  readonly failures: Error[] = [];
  /** While set, saves wait until released. */
  gate: Promise<void> | null = null;

  constructor(day: Day = aDay()) {
    this.day = day;
  }

  get etag(): string {
    return `"${this.version}"`;
  }

  readonly load = () => Promise.resolve({ day: this.day, etag: this.etag });

  readonly save = async (body: DayInput, etag: string | null) => {
    this.bodies.push(body);
    if (this.gate) await this.gate;
    const failure = this.failures.shift();
    if (failure) throw failure;
    if (etag !== null && etag !== this.etag) throw new ApiProblem({ status: 412 });
    this.take(body);
    return this.load();
  };

  take(body: DayInput): void {
    this.version += 1;
    const entered = new Map(body.entries.map((entry) => [entry.habitId, entry]));
    this.day = {
      ...this.day,
      saved: true,
      entries: this.day.entries.map((entry) => ({
        ...entry,
        amount: entered.get(entry.habitId)?.amount ?? null,
        quality: entered.get(entry.habitId)?.quality ?? null,
      })),
      tasks: body.tasks.map(({ id, title, ...task }, index) => ({
        ...aTask({ id: id ?? `made-${this.version}-${index}` }),
        ...task,
        title: title.trim(),
      })),
      note: body.note === undefined ? this.day.note : body.note,
      kpi: (this.day.kpi ?? 0) + 1,
    };
  }
}

class FakeStore {
  stored: DraftState | null = null;
  readonly changes: DraftChange[] = [];
  readonly read = () => this.stored;
  readonly apply = (change: DraftChange, state: DraftState) => {
    this.changes.push(change);
    this.stored = isComplete(state) ? null : structuredClone(state);
  };
}

function start(server: FakeServer, store = new FakeStore()) {
  const session = new AbortController();
  const ports: DaySaverPorts = {
    save: server.save,
    load: server.load,
    store,
    exclusively: (task) => task(),
    onLoaded: vi.fn(),
    signal: session.signal,
  };
  const saver = new DaySaver({ day: server.day, etag: server.etag }, ports);
  return { saver, store, session, ports };
}

/** A server that does not answer. */
const unreachable = (server: FakeServer, times = 99) =>
  server.failures.push(...Array.from({ length: times }, () => new NetworkError()));

const setReading = (amount: number): Edit => changeEntry('reading', () => ({ amount }));
const setWork = (amount: number): Edit => changeEntry('work', () => ({ amount }));
const minutesOf = (day: Day, habitId: string) =>
  day.entries.find((entry) => entry.habitId === habitId)?.amount;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('saving', () => {
  it('is debounced and sends only the newest state', async () => {
    const server = new FakeServer();
    const { saver, store } = start(server);
    saver.edit(setReading(1));
    await vi.advanceTimersByTimeAsync(400);
    saver.edit(setReading(15));
    await vi.advanceTimersByTimeAsync(400);
    expect(server.bodies).toEqual([]);
    expect(store.stored).not.toBeNull();
    await vi.advanceTimersByTimeAsync(200);
    expect(server.bodies).toHaveLength(1);
    expect(minutesOf(server.day, 'reading')).toBe(15);
    expect(saver.snapshot().status.kind).toBe('saved');
    expect(saver.snapshot().day.kpi).toBe(51);
    expect(store.stored).toBeNull();
  });

  it('has one request in flight, followed by later edits', async () => {
    const server = new FakeServer();
    const { saver } = start(server);
    let letGo = (): void => undefined;
    server.gate = new Promise((resolve) => {
      letGo = resolve;
    });
    saver.edit(setReading(10));
    await vi.advanceTimersByTimeAsync(600);
    saver.edit(setReading(20));
    await vi.advanceTimersByTimeAsync(5000);
    expect(server.bodies).toHaveLength(1);
    expect(saver.snapshot().status.kind).toBe('saving');
    server.gate = null;
    letGo();
    await vi.advanceTimersByTimeAsync(0);
    expect(server.bodies).toHaveLength(2);
    expect(minutesOf(server.day, 'reading')).toBe(20);
    expect(saver.snapshot().draft.entries['reading']?.amount).toBe(20);
  });

  it('sends nothing for an undone edit', async () => {
    const server = new FakeServer();
    const { saver, store } = start(server);
    saver.edit(setReading(10));
    saver.edit(changeEntry('reading', () => ({ amount: null })));
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.bodies).toEqual([]);
    expect(store.stored).toBeNull();
  });

  it('keeps the key of a task when it gets its id, and then updates it', async () => {
    const server = new FakeServer();
    const { saver } = start(server);
    const task = { ...newTask(), title: 'Call' };
    saver.edit(addTask(task));
    await vi.advanceTimersByTimeAsync(600);
    expect(saver.snapshot().draft.tasks).toMatchObject([{ key: task.key, id: 'made-2-0' }]);
    saver.edit(changeTask(task.key, () => ({ completed: true })));
    await vi.advanceTimersByTimeAsync(600);
    expect(server.bodies.at(-1)?.tasks).toMatchObject([{ id: 'made-2-0', completed: true }]);
  });

  it('does not remove a task without a title', async () => {
    const server = new FakeServer();
    const { saver } = start(server);
    saver.edit(addTask(newTask()));
    saver.edit(setReading(10));
    await vi.advanceTimersByTimeAsync(600);
    expect(server.bodies.at(-1)?.tasks).toEqual([]);
    expect(saver.snapshot().draft.tasks).toHaveLength(1);
  });

  it('sends at once when the day is left', async () => {
    const server = new FakeServer();
    const { saver } = start(server);
    saver.edit(setReading(10));
    await saver.flush();
    expect(minutesOf(server.day, 'reading')).toBe(10);
  });
});

describe('a conflict', () => {
  it('merges the edits into the fresh day and saves again', async () => {
    const server = new FakeServer();
    const { saver } = start(server);
    // Another device enters an amount for work.
    server.take({ entries: [{ habitId: 'work', amount: 300 }], tasks: [] });
    saver.edit(setReading(25));
    await vi.advanceTimersByTimeAsync(600);
    expect(server.bodies).toHaveLength(2);
    expect(minutesOf(server.day, 'work')).toBe(300);
    expect(minutesOf(server.day, 'reading')).toBe(25);
    expect(saver.snapshot().draft.entries['work']?.amount).toBe(300);
    expect(saver.snapshot().status.kind).toBe('saved');
  });

  it('fails after too many conflicts', async () => {
    const server = new FakeServer();
    const { saver, store } = start(server);
    server.failures.push(...Array.from({ length: 9 }, () => new ApiProblem({ status: 412 })));
    saver.edit(setReading(25));
    await vi.advanceTimersByTimeAsync(600);
    expect(saver.snapshot().status.kind).toBe('failed');
    expect(server.bodies).toHaveLength(4);
    expect(store.stored).not.toBeNull();
  });

  it('merges edits into a state that was loaded elsewhere', async () => {
    const server = new FakeServer();
    const { saver } = start(server);
    saver.edit(setReading(25));
    server.take({ entries: [{ habitId: 'work', amount: 300 }], tasks: [] });
    saver.receive(await server.load());
    expect(saver.snapshot().draft.entries).toMatchObject({
      reading: { amount: 25 },
      work: { amount: 300 },
    });
    await vi.advanceTimersByTimeAsync(600);
    expect(server.bodies).toHaveLength(1);
    expect(minutesOf(server.day, 'work')).toBe(300);
  });
});

describe('without a network', () => {
  it('keeps the edits and sends them when the server answers again', async () => {
    const server = new FakeServer();
    const { saver, store } = start(server);
    unreachable(server);
    saver.edit(setReading(40));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(minutesOf(server.day, 'reading')).toBeNull();
    expect(saver.snapshot().status.kind).toBe('offline');
    expect(store.stored?.draft.entries['reading']?.amount).toBe(40);
    server.failures.length = 0;
    saver.retry();
    await vi.advanceTimersByTimeAsync(0);
    expect(minutesOf(server.day, 'reading')).toBe(40);
    expect(saver.snapshot().status.kind).toBe('saved');
  });

  it('tries whatever the browser says about the network', async () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    const server = new FakeServer();
    const { saver } = start(server);
    saver.edit(setReading(40));
    await vi.advanceTimersByTimeAsync(600);
    expect(minutesOf(server.day, 'reading')).toBe(40);
  });

  it('retries by itself after a network error', async () => {
    const server = new FakeServer();
    const { saver } = start(server);
    server.failures.push(new NetworkError(), new NetworkError());
    saver.edit(setReading(40));
    await vi.advanceTimersByTimeAsync(600);
    expect(saver.snapshot().status.kind).toBe('offline');
    await vi.advanceTimersByTimeAsync(4_000);
    expect(server.bodies).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(8_000);
    expect(saver.snapshot().status.kind).toBe('saved');
  });

  it('sends stored edits of an earlier visit', async () => {
    const server = new FakeServer();
    const before = start(server);
    unreachable(server, 1);
    before.saver.edit(setReading(40));
    await before.saver.flush();
    before.session.abort();
    // Meanwhile the day was changed elsewhere.
    server.take({ entries: [{ habitId: 'work', amount: 300 }], tasks: [] });
    const { saver } = start(server, before.store);
    expect(saver.snapshot().draft.entries['reading']?.amount).toBe(40);
    await vi.advanceTimersByTimeAsync(600);
    expect(minutesOf(server.day, 'reading')).toBe(40);
    expect(minutesOf(server.day, 'work')).toBe(300);
    expect(before.store.stored).toBeNull();
  });

  it('does not create a task twice when the response was lost', async () => {
    const server = new FakeServer();
    const { saver } = start(server);
    saver.edit(addTask({ ...newTask(), title: 'Call' }));
    // The server saves the day, the response is lost.
    server.failures.push(new NetworkError());
    await vi.advanceTimersByTimeAsync(600);
    const [sent] = server.bodies;
    if (!sent) throw new Error('Something was sent.');
    server.take(sent);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(server.day.tasks.map(({ title }) => title)).toEqual(['Call']);
    expect(saver.snapshot().draft.tasks).toHaveLength(1);
    const key = saver.snapshot().draft.tasks[0]?.key ?? '';

    // The task stays one, whatever is changed here and elsewhere afterwards.
    saver.edit(changeTask(key, () => ({ title: 'Call Bob' })));
    await vi.advanceTimersByTimeAsync(600);
    expect(saver.snapshot().status.kind).toBe('saved');
    const [task] = server.day.tasks;
    if (!task) throw new Error('The task was saved.');
    server.take({ entries: [], tasks: [{ ...task, completed: true }] });
    saver.receive(await server.load());
    expect(saver.snapshot().draft.tasks).toMatchObject([
      { key, id: task.id, title: 'Call Bob', completed: true },
    ]);
    saver.edit(setReading(10));
    await vi.advanceTimersByTimeAsync(600);
    expect(server.day.tasks).toMatchObject([{ id: task.id, title: 'Call Bob' }]);
  });

  it('applies what was loaded during a request that failed', async () => {
    const server = new FakeServer();
    const { saver } = start(server);
    let release = (): void => undefined;
    server.gate = new Promise((resolve) => {
      release = resolve;
    });
    server.failures.push(new NetworkError());
    saver.edit(setReading(40));
    await vi.advanceTimersByTimeAsync(600);
    server.take({ entries: [{ habitId: 'work', amount: 300 }], tasks: [] });
    saver.receive(await server.load());
    release();
    await vi.advanceTimersByTimeAsync(0);
    expect(saver.snapshot().status.kind).toBe('offline');
    expect(saver.snapshot().draft.entries).toMatchObject({
      reading: { amount: 40 },
      work: { amount: 300 },
    });
  });
});

describe('an error response', () => {
  it('is shown, and the next edit retries', async () => {
    const server = new FakeServer();
    const { saver, store } = start(server);
    const failure = new ApiProblem({ status: 422 });
    server.failures.push(failure);
    saver.edit(setReading(40));
    await vi.advanceTimersByTimeAsync(600);
    expect(saver.snapshot().status).toEqual({ kind: 'failed', error: failure });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(server.bodies).toHaveLength(1);
    expect(store.stored).not.toBeNull();
    saver.edit(setWork(60));
    await vi.advanceTimersByTimeAsync(600);
    expect(saver.snapshot().status.kind).toBe('saved');
  });

  it('with Retry-After delays the next attempt', async () => {
    const server = new FakeServer();
    const { saver } = start(server);
    server.failures.push(new ApiProblem({ status: 429, retryAfter: 30 }));
    saver.edit(setReading(40));
    await vi.advanceTimersByTimeAsync(600);
    expect(saver.snapshot().status.kind).toBe('waiting');
    await vi.advanceTimersByTimeAsync(29_000);
    expect(server.bodies).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saver.snapshot().status.kind).toBe('saved');
  });
});

describe('a field changed here and elsewhere', () => {
  const reading = { of: 'entry', id: 'reading', field: 'amount' } as const;

  /** Reading is 45 on the server, and 30 here; work is 60 here. */
  async function disagree() {
    const server = new FakeServer();
    const started = start(server);
    server.take({ entries: [{ habitId: 'reading', amount: 45 }], tasks: [] });
    started.saver.edit(setReading(30));
    started.saver.edit(setWork(60));
    await vi.advanceTimersByTimeAsync(600);
    return { server, ...started };
  }

  it('keeps the own value, and saves everything else', async () => {
    const { server, saver, store } = await disagree();
    expect(saver.snapshot().conflicts).toEqual([{ ref: reading, mine: 30, theirs: 45 }]);
    expect(saver.snapshot().draft.entries['reading']?.amount).toBe(30);
    expect(saver.snapshot().status.kind).toBe('undecided');
    expect(minutesOf(server.day, 'reading')).toBe(45);
    expect(minutesOf(server.day, 'work')).toBe(60);
    const sent = server.bodies.length;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(server.bodies).toHaveLength(sent);
    expect(store.stored).not.toBeNull();
  });

  it.each([
    ['the own', 30],
    ['the other', 45],
  ])('is settled with %s value', async (_whose, value) => {
    const { server, saver, store } = await disagree();
    saver.choose(reading, value);
    await vi.advanceTimersByTimeAsync(600);
    expect(saver.snapshot().conflicts).toEqual([]);
    expect(saver.snapshot().draft.entries['reading']?.amount).toBe(value);
    expect(minutesOf(server.day, 'reading')).toBe(value);
    expect(saver.snapshot().status.kind).toBe('saved');
    expect(store.stored).toBeNull();
  });

  it('stays undecided through later edits and a reload', async () => {
    const { server, saver, store, session } = await disagree();
    saver.edit(setWork(90));
    await vi.advanceTimersByTimeAsync(600);
    session.abort();
    const again = start(server, store);
    expect(again.saver.snapshot().conflicts).toEqual([{ ref: reading, mine: 30, theirs: 45 }]);
    expect(again.saver.snapshot().status.kind).toBe('undecided');
    await vi.advanceTimersByTimeAsync(120_000);
    expect(minutesOf(server.day, 'reading')).toBe(45);
    expect(minutesOf(server.day, 'work')).toBe(90);
  });

  it('is none if both are the same', async () => {
    const server = new FakeServer();
    const { saver } = start(server);
    server.take({ entries: [{ habitId: 'reading', amount: 30 }], tasks: [] });
    saver.edit(setReading(30));
    await vi.advanceTimersByTimeAsync(600);
    expect(saver.snapshot().conflicts).toEqual([]);
    expect(saver.snapshot().status.kind).toBe('saved');
  });

  it('asks about a task’s title, too', async () => {
    const server = new FakeServer(aDay({ tasks: [aTask({ id: 'one', title: 'Call' })] }));
    const { saver } = start(server);
    const task = { ...aTask({ id: 'one' }), title: 'Call Bob' };
    server.take({ entries: [], tasks: [task] });
    saver.edit(changeTask('one', () => ({ title: 'Call Eve' })));
    await vi.advanceTimersByTimeAsync(600);
    expect(saver.snapshot().conflicts).toMatchObject([{ mine: 'Call Eve', theirs: 'Call Bob' }]);
    expect(server.day.tasks[0]?.title).toBe('Call Bob');
  });

  it('asks about the note of the day, too', async () => {
    const server = new FakeServer(aDay({ note: 'Before' }));
    const { saver } = start(server);
    server.take({ entries: [], tasks: [], note: 'Elsewhere' });
    saver.edit((draft) => ({ ...draft, note: 'Here' }));
    await vi.advanceTimersByTimeAsync(600);
    const note = { of: 'day', id: '', field: 'note' } as const;
    expect(saver.snapshot().conflicts).toEqual([{ ref: note, mine: 'Here', theirs: 'Elsewhere' }]);
    expect(server.day.note).toBe('Elsewhere');
    saver.choose(note, 'Here');
    await vi.advanceTimersByTimeAsync(600);
    expect(server.day.note).toBe('Here');
  });
});

describe('a sixth task', () => {
  const titles = (day: { tasks: readonly { title: string }[] }) =>
    day.tasks.map(({ title }) => title);

  it('of an Undo waits for room, and the rest is saved', async () => {
    const tasks = ['1', '2', '3', '4', '5'].map((id) => aTask({ id }));
    const server = new FakeServer(aDay({ tasks }));
    const { saver, store } = start(server);
    const [first] = saver.snapshot().draft.tasks;
    if (!first) throw new Error('There is a task.');
    saver.edit(removeTask('1'));
    saver.edit(addTask({ ...newTask(), title: 'six' }));
    await vi.advanceTimersByTimeAsync(600);
    saver.edit(restoreTask(first, 0));
    saver.edit(setReading(30));
    await vi.advanceTimersByTimeAsync(600);
    expect(titles(server.day)).toEqual(['2', '3', '4', '5', 'six']);
    expect(minutesOf(server.day, 'reading')).toBe(30);
    expect(titles(saver.snapshot().draft)).toEqual(['1', '2', '3', '4', '5', 'six']);
    expect(saver.snapshot().status.kind).toBe('undecided');
    expect(store.stored).not.toBeNull();

    saver.edit(removeTask('3'));
    await vi.advanceTimersByTimeAsync(600);
    await vi.advanceTimersByTimeAsync(600);
    expect(titles(server.day)).toEqual(['1', '2', '4', '5', 'six']);
    expect(saver.snapshot().status.kind).toBe('saved');
    expect(store.stored).toBeNull();
  });

  it('of a merge waits, and no task of the server is removed', async () => {
    const tasks = ['1', '2', '3', '4'].map((id) => aTask({ id }));
    const server = new FakeServer(aDay({ tasks }));
    const { saver } = start(server);
    server.take({ entries: [], tasks: [...tasks, { ...aTask({ id: '5' }), title: 'theirs' }] });
    saver.edit(addTask({ ...newTask(), title: 'mine' }));
    saver.edit(setReading(30));
    await vi.advanceTimersByTimeAsync(600);
    expect(titles(server.day)).toEqual(['1', '2', '3', '4', 'theirs']);
    expect(titles(saver.snapshot().draft)).toContain('mine');
    expect(minutesOf(server.day, 'reading')).toBe(30);
    expect(saver.snapshot().status.kind).toBe('undecided');
  });
});

describe('after the end of the session', () => {
  it('nothing is sent or stored any more', async () => {
    const server = new FakeServer();
    const { saver, store, session } = start(server);
    saver.edit(setReading(40));
    session.abort();
    const changes = store.changes.length;
    saver.edit(setReading(50));
    await vi.advanceTimersByTimeAsync(120_000);
    await saver.flush();
    expect(server.bodies).toEqual([]);
    expect(store.changes).toHaveLength(changes);
  });

  it('a late response changes nothing', async () => {
    const server = new FakeServer();
    const { saver, ports, session } = start(server);
    let letGo = (): void => undefined;
    server.gate = new Promise((resolve) => {
      letGo = resolve;
    });
    saver.edit(setReading(10));
    await vi.advanceTimersByTimeAsync(600);
    session.abort();
    letGo();
    await vi.advanceTimersByTimeAsync(0);
    expect(ports.onLoaded).not.toHaveBeenCalled();
  });
});

it('starts clean with an empty day', () => {
  const server = new FakeServer(
    aDay({ saved: false, kpi: null, entries: [anEntry({ habitId: 'a' })] }),
  );
  const { saver } = start(server);
  expect(saver.dirty).toBe(false);
  expect(saver.snapshot().status.kind).toBe('clean');
});
