import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reachability } from '@/api/reachability';
import { closeSession, currentSession, type Session } from '@/api/session';
import { FakeWebSocket } from '@/testing/FakeWebSocket';
import { signIn } from '@/testing/session';
import { LiveConnection } from './LiveConnection';

/** What the server responds to a request for a ticket; null for no response. */
let ticketResponse: () => Response | null;
/** The status of `GET /api/auth/me`. */
let meStatus: number;
const requests: string[] = [];

vi.stubGlobal('WebSocket', FakeWebSocket);
vi.stubGlobal('fetch', (request: Request): Promise<Response> => {
  const { pathname } = new URL(request.url);
  requests.push(pathname);
  if (pathname === '/api/auth/me') return Promise.resolve(Response.json({}, { status: meStatus }));
  const response = ticketResponse();
  return response ? Promise.resolve(response) : Promise.reject(new TypeError('Failed to fetch'));
});

const listener = { onChange: vi.fn(), onResync: vi.fn(), onEvent: vi.fn() };

let session: Session;

/** The random part of the waits. */
let share: number;
const sockets = FakeWebSocket.opened;

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const tickets = () => requests.filter((path) => path === '/api/realtime/ticket').length;

/** Connects, and waits for the socket. */
async function connect(): Promise<void> {
  session = signIn();
  new LiveConnection(session, listener);
  await pass(0);
}

/** The wait before the next request for a ticket, in ms. */
async function wait(): Promise<number> {
  const asked = tickets();
  const began = Date.now();
  while (tickets() === asked) await vi.advanceTimersToNextTimerAsync();
  await pass(0);
  return Date.now() - began;
}

const show = (state: DocumentVisibilityState) => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  document.dispatchEvent(new Event('visibilitychange'));
};

beforeEach(() => {
  vi.useFakeTimers();
  share = 1;
  vi.spyOn(Math, 'random').mockImplementation(() => share);
  sockets.length = 0;
  requests.length = 0;
  meStatus = 200;
  let issued = 0;
  ticketResponse = () => {
    issued += 1;
    return Response.json({ ticket: `ticket-${issued}`, expiresAt: '' }, { status: 201 });
  };
});

afterEach(() => {
  closeSession(currentSession());
  reachability.answered();
  vi.useRealTimers();
  Object.values(listener).forEach((mock) => mock.mockReset());
});

describe('a connection', () => {
  it('is opened with a ticket, at the origin of the API', async () => {
    await connect();
    const { url } = FakeWebSocket.last;
    expect(url.protocol).toBe('ws:');
    expect(url.host).toBe(window.location.host);
    expect(url.pathname).toBe('/api/realtime/ws');
    expect(url.searchParams.get('ticket')).toBe('ticket-1');
    expect(url.searchParams.has('lastEventId')).toBe(false);
    expect(listener.onChange).not.toHaveBeenCalled();
  });

  it('is live from the first message on, and passes events', async () => {
    await connect();
    FakeWebSocket.last.greet();
    expect(listener.onChange.mock.lastCall).toEqual([true]);
    expect(listener.onResync).toHaveBeenCalledTimes(1);
    const event = { id: '2-0', at: 'now', type: 'notification.created', data: {} };
    FakeWebSocket.last.send(event);
    FakeWebSocket.last.send({ type: 'heartbeat', id: '3-0' });
    expect(listener.onEvent.mock.calls).toEqual([[event]]);
  });

  it('asks for everything when the server does not know what was missed', async () => {
    await connect();
    FakeWebSocket.last.greet();
    FakeWebSocket.last.send({ type: 'resync' });
    expect(listener.onResync).toHaveBeenCalledTimes(2);
  });

  it('is resumed after the last event with a new ticket', async () => {
    await connect();
    FakeWebSocket.last.greet('1-0');
    FakeWebSocket.last.send({ type: 'heartbeat', id: '7-3' });
    FakeWebSocket.last.end(1006);
    expect(listener.onChange.mock.lastCall).toEqual([false]);
    await wait();
    const { searchParams } = FakeWebSocket.last.url;
    expect(searchParams.get('ticket')).toBe('ticket-2');
    expect(searchParams.get('lastEventId')).toBe('7-3');
  });
});

describe('a connection that has ended', () => {
  it.each([
    [1000, 1_000],
    [1001, 15_000],
    [1006, 1_000],
    [1008, 1_000],
    [1009, 1_000],
    [1012, 15_000],
  ])('by %d comes back, within %d ms', async (code, limit) => {
    await connect();
    FakeWebSocket.last.greet();
    FakeWebSocket.last.end(code);
    expect(await wait()).toBe(limit);
    expect(sockets).toHaveLength(2);
  });

  it('waits longer each time, up to a minute', async () => {
    await connect();
    const waits: number[] = [];
    for (let index = 0; index < 9; index += 1) {
      // A server that accepts and closes at once is no better than none.
      FakeWebSocket.last.greet();
      FakeWebSocket.last.end(1006);
      waits.push(await wait());
    }
    expect(waits.map((ms) => ms / 1_000)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it.each([
    [0, 0],
    [0.25, 2_000],
    [0.5, 4_000],
  ])('waits for a random share of that: %d', async (drawn, expected) => {
    await connect();
    for (let failure = 0; failure < 3; failure += 1) {
      FakeWebSocket.last.end(1006);
      await wait();
    }
    share = drawn;
    FakeWebSocket.last.end(1006);
    expect(await wait()).toBe(expected);
  });

  it.each([
    [29_000, 8_000],
    [31_000, 1_000],
  ])('after %d ms of holding waits %d ms at most', async (held, expected) => {
    await connect();
    for (let failure = 0; failure < 3; failure += 1) {
      FakeWebSocket.last.end(1006);
      await wait();
    }
    FakeWebSocket.last.greet();
    await pass(held);
    FakeWebSocket.last.end(1006);
    expect(await wait()).toBe(expected);
  });

  it('waits longer if the server has too many', async () => {
    await connect();
    FakeWebSocket.last.end(1013);
    expect(await wait()).toBe(11_000);
  });

  it.each([429, 503])('waits as long as a ticket’s %d says, and a random share', async (status) => {
    const issue = ticketResponse;
    ticketResponse = () => Response.json({}, { status, headers: { 'Retry-After': '30' } });
    await connect();
    ticketResponse = issue;
    expect(await wait()).toBe(31_000);
    expect(sockets).toHaveLength(1);
  });

  it('because newer tabs took its place comes back when it is looked at', async () => {
    await connect();
    FakeWebSocket.last.greet();
    FakeWebSocket.last.end(4409);
    await pass(10 * 60_000);
    window.dispatchEvent(new Event('online'));
    await pass(60_000);
    expect(tickets()).toBe(1);
    show('visible');
    expect(await wait()).toBe(1_000);
  });
});

describe('when the session may have ended', () => {
  it('4401 asks once whether it has, and stops if so', async () => {
    meStatus = 401;
    await connect();
    FakeWebSocket.last.greet();
    FakeWebSocket.last.end(4401);
    await pass(10 * 60_000);
    expect(requests.filter((path) => path === '/api/auth/me')).toHaveLength(1);
    expect(tickets()).toBe(1);
    expect(session.signal.aborted).toBe(true);
    expect(currentSession().userId).toBeNull();
  });

  it('4401 comes back if it has not, as after a change of the password', async () => {
    await connect();
    FakeWebSocket.last.greet();
    FakeWebSocket.last.end(4401);
    await wait();
    expect(requests.filter((path) => path === '/api/auth/me')).toHaveLength(1);
    expect(sockets).toHaveLength(2);
  });

  it('4401 while signing out here asks nothing', async () => {
    await connect();
    FakeWebSocket.last.greet();
    FakeWebSocket.last.end(4401);
    await pass(500);
    closeSession(session);
    await pass(60_000);
    expect(requests).toEqual(['/api/realtime/ticket']);
  });

  it('a ticket that is refused (401) ends it, and the tries', async () => {
    ticketResponse = () => Response.json({}, { status: 401 });
    await connect();
    await pass(10 * 60_000);
    expect(tickets()).toBe(1);
    expect(session.signal.aborted).toBe(true);
  });

  it.each([
    ['here', () => closeSession(session)],
    [
      'in another tab',
      () => {
        localStorage.removeItem('kpi.session');
        window.dispatchEvent(new StorageEvent('storage', { key: 'kpi.session' }));
      },
    ],
  ])('signing out %s closes it for good', async (_where, signOut) => {
    await connect();
    const socket = FakeWebSocket.last;
    socket.greet();
    signOut();
    expect(socket.closed).toBe(true);
    expect(socket.onmessage).toBeNull();
    expect(listener.onChange.mock.lastCall).toEqual([false]);
    window.dispatchEvent(new Event('online'));
    show('visible');
    await pass(10 * 60_000);
    expect(sockets).toHaveLength(1);
    expect(tickets()).toBe(1);
  });

  it('signing out while it waits ends the waiting', async () => {
    await connect();
    FakeWebSocket.last.end(1006);
    closeSession(session);
    await pass(60_000);
    expect(tickets()).toBe(1);
  });
});

describe('a connection that says nothing', () => {
  it('is given up after two heartbeats', async () => {
    await connect();
    const socket = FakeWebSocket.last;
    socket.greet();
    await pass(40_000);
    expect(socket.closed).toBe(false);
    await pass(5_000);
    expect(socket.closed).toBe(true);
    expect(listener.onChange.mock.lastCall).toEqual([false]);
    await pass(1_000);
    expect(sockets).toHaveLength(2);
  });

  it('is not given up while heartbeats come', async () => {
    await connect();
    FakeWebSocket.last.greet();
    for (let beat = 0; beat < 20; beat += 1) {
      await pass(20_000);
      FakeWebSocket.last.send({ type: 'heartbeat', id: '1-0' });
    }
    expect(sockets).toHaveLength(1);
  });

  it('is given up too if it never opens', async () => {
    await connect();
    await pass(46_000);
    expect(sockets).toHaveLength(2);
  });

  it('is given up at once after a sleep', async () => {
    await connect();
    const socket = FakeWebSocket.last;
    socket.greet();
    vi.setSystemTime(Date.now() + 8 * 3_600_000);
    await pass(5_000);
    expect(socket.closed).toBe(true);
  });

  it('is given up when the page is looked at after a sleep', async () => {
    await connect();
    const socket = FakeWebSocket.last;
    socket.greet();
    vi.setSystemTime(Date.now() + 8 * 3_600_000);
    show('visible');
    expect(socket.closed).toBe(true);
  });
});

describe('without a network', () => {
  it('waits until there is one', async () => {
    await connect();
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    ticketResponse = () => null;
    FakeWebSocket.last.end(1006);
    await pass(10 * 60_000);
    const tried = tickets();
    expect(tried).toBeLessThanOrEqual(2);
    online.mockReturnValue(true);
    window.dispatchEvent(new Event('online'));
    await wait();
    expect(tickets()).toBe(tried + 1);
  });

  it('a connection of the network before is replaced', async () => {
    await connect();
    const socket = FakeWebSocket.last;
    socket.greet();
    window.dispatchEvent(new Event('online'));
    expect(socket.closed).toBe(true);
    await wait();
    expect(sockets).toHaveLength(2);
  });

  it('that comes and goes is tried less and less', async () => {
    await connect();
    for (let second = 0; second < 120; second += 1) {
      window.dispatchEvent(new Event('online'));
      await pass(1_000);
    }
    expect(tickets()).toBeLessThan(10);
  });

  it('a page that is looked at waits a second at most', async () => {
    await connect();
    for (let failure = 0; failure < 6; failure += 1) {
      FakeWebSocket.last.end(1006);
      await wait();
    }
    FakeWebSocket.last.end(1006);
    show('visible');
    expect(await wait()).toBe(1_000);
  });
});
