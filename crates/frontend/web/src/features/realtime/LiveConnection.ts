import { socketUrl, unwrap } from '@/api/client';
import { ApiProblem } from '@/api/problem';
import { reachability } from '@/api/reachability';
import type { Session } from '@/api/session';
import type { RealtimeEvent, RealtimeMessage } from '@/api/types';

export interface LiveListener {
  /** Whether events arrive from now on. */
  onChange: (live: boolean) => void;
  /** Events may have been missed. */
  onResync: () => void;
  onEvent: (event: RealtimeEvent) => void;
}

/** Waits are drawn between nothing and a limit, which doubles with each failure. */
const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 60_000;
/** Over so long the sockets of a server that stops come back, so that they do not hold up its other clients. */
const SPREAD_MS = 15_000;
/** A connection that has held so long is good: the waits begin anew. */
const STABLE_MS = 30_000;
/** What is added to the wait if the server has as many connections as it can. */
const OVERLOADED_MS = 10_000;
/** Signing out in this browser closes the socket before the response has ended the session. */
const SIGNING_OUT_MS = 1_000;
/** How often a message comes, until the server has told it. */
const HEARTBEAT_MS = 20_000;
/** A connection is dead after so many heartbeats without a message. */
const SILENT_HEARTBEATS = 2;
const CHECK_MS = 5_000;

/** Codes of close frames. */
const GOING_AWAY = 1001;
const BROKEN = 1006;
const RESTARTING = 1012;
const OVERLOADED = 1013;
const SIGNED_OUT = 4401;
const REPLACED = 4409;

/**
 * The WebSocket of a session, which comes back until the session ends. Each connection begins with
 * `onResync`: what has happened meanwhile is asked for.
 */
export class LiveConnection {
  readonly #session: Session;
  readonly #listener: LiveListener;
  #socket: WebSocket | null = null;
  #live = false;
  /** A ticket, or the session, is being asked for. */
  #asking = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #stable: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  /** The server has asked to wait until then. */
  #notBefore = 0;
  /** Newer tabs have taken the place of this one, until it is looked at. */
  #replaced = false;
  #lastEventId: string | null = null;
  #heartbeat = HEARTBEAT_MS;
  #heardAt = 0;

  constructor(session: Session, listener: LiveListener) {
    this.#session = session;
    this.#listener = listener;
    const { signal } = session;
    window.addEventListener('online', () => this.#onOnline(), { signal });
    document.addEventListener('visibilitychange', () => this.#onVisible(), { signal });
    const unsubscribe = reachability.subscribe(() => {
      if (reachability.reached()) this.#resume();
    });
    // A timer that slept, or is throttled in the background, checks late but rightly.
    const checks = setInterval(() => this.#checkSilence(), CHECK_MS);
    signal.addEventListener('abort', () => {
      unsubscribe();
      clearInterval(checks);
      this.#unschedule();
      this.#drop();
    });
    void this.#connect();
  }

  async #connect(): Promise<void> {
    this.#asking = true;
    try {
      const { ticket } = await unwrap(this.#session.api.POST('/api/realtime/ticket'));
      if (!this.#session.signal.aborted) this.#open(ticket);
    } catch (error) {
      // A session that has ended (401) is ended by the client of the API.
      const retryAfter = error instanceof ApiProblem ? error.retryAfter : null;
      this.#wait((retryAfter ?? 0) * 1_000);
    } finally {
      this.#asking = false;
    }
  }

  #open(ticket: string): void {
    const last = this.#lastEventId;
    const query = { ticket, ...(last !== null && { lastEventId: last }) };
    const socket = new WebSocket(socketUrl('/api/realtime/ws', query));
    socket.onmessage = ({ data }) => this.#hear(String(data));
    socket.onclose = ({ code }) => this.#onClose(code);
    this.#socket = socket;
    this.#heardAt = Date.now();
  }

  #hear(text: string): void {
    this.#heardAt = Date.now();
    const message = JSON.parse(text) as RealtimeEvent | RealtimeMessage;
    if ('id' in message) this.#lastEventId = message.id;
    if (message.type === 'hello') this.#onHello(message.heartbeatSeconds);
    else if (message.type === 'resync') this.#listener.onResync();
    else if (message.type !== 'heartbeat') this.#listener.onEvent(message);
  }

  /** The first message; again if events of other servers begin or cease to come. */
  #onHello(heartbeatSeconds: number): void {
    this.#heartbeat = heartbeatSeconds * 1_000;
    this.#stable ??= setTimeout(() => (this.#failures = 0), STABLE_MS);
    this.#setLive(true);
    this.#listener.onResync();
  }

  #onClose(code: number): void {
    this.#drop();
    if (code === SIGNED_OUT) void this.#checkSession();
    else if (code === REPLACED) this.#replaced = true;
    else if (code === GOING_AWAY || code === RESTARTING) this.#wait(0, SPREAD_MS);
    else this.#wait(code === OVERLOADED ? OVERLOADED_MS : 0);
  }

  /** Asks whether the user is still signed in, as after a change of the password; if not, the session ends. */
  async #checkSession(): Promise<void> {
    this.#asking = true;
    await new Promise((resolve) => setTimeout(resolve, SIGNING_OUT_MS));
    await this.#session.api.GET('/api/auth/me').catch(() => undefined);
    this.#asking = false;
    this.#wait();
  }

  /** Connects after a random wait, whose limit is `least` or more, and `pause` at the earliest. */
  #wait(pause = 0, least = FIRST_WAIT_MS): void {
    const limit = Math.min(MAX_WAIT_MS, Math.max(least, FIRST_WAIT_MS * 2 ** this.#failures));
    this.#failures += 1;
    this.#notBefore = Date.now() + pause;
    this.#schedule(limit);
  }

  #schedule(limit: number): void {
    this.#unschedule();
    if (this.#session.signal.aborted) return;
    // The network, or the next response, resumes it.
    if (!navigator.onLine && !reachability.reached()) return;
    const pause = Math.max(0, this.#notBefore - Date.now());
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        void this.#connect();
      },
      pause + Math.random() * limit,
    );
  }

  #unschedule(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Waits, if nothing else is under way. */
  #resume(): void {
    if (this.#socket || this.#asking || this.#timer !== null || this.#replaced) return;
    this.#wait();
  }

  /** The connection of another network is dead, but does not know it. */
  #onOnline(): void {
    this.#drop();
    this.#resume();
  }

  /** Whoever looks at the page does not wait for long. */
  #onVisible(): void {
    if (document.visibilityState === 'hidden') return;
    this.#checkSilence();
    if (!this.#replaced && this.#timer === null) return;
    this.#replaced = false;
    this.#schedule(FIRST_WAIT_MS);
  }

  #checkSilence(): void {
    const silence = Math.abs(Date.now() - this.#heardAt);
    if (this.#socket && silence > SILENT_HEARTBEATS * this.#heartbeat) this.#onClose(BROKEN);
  }

  #drop(): void {
    clearTimeout(this.#stable);
    this.#stable = undefined;
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    }
    this.#setLive(false);
  }

  #setLive(live: boolean): void {
    if (live === this.#live) return;
    this.#live = live;
    this.#listener.onChange(live);
  }
}
