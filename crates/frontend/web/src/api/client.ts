import createClient, { type Client, type Middleware } from 'openapi-fetch';
import { runtimeConfig } from '@/config/runtime';
import { debug } from '@/lib/debug';
import { type ApiProblem, NetworkError, readProblem } from './problem';
import { reachability } from './reachability';
import type { paths } from './schema.gen';

/** The API as one user, or as nobody. */
export type Api = Client<paths>;

/** Whose requests a client sends. */
export interface Requester {
  /** Null for nobody. */
  readonly userId: string | null;
  /** The bearer token; null if the browser's cookie identifies the user. */
  readonly token: string | null;
  /** Aborted when the session ends: no request of it is sent, or answered, after that. */
  readonly signal: AbortSignal;
  /** The server does not accept the session (any more). */
  readonly onRejected: () => void;
}

/** A network that swallows requests must not keep anything waiting for ever. */
const TIMEOUT_MS = 20_000;

/** The paths in openapi.json begin with /api, the configured base URL ends with it. */
const baseUrl = runtimeConfig.apiUrl.replace(/\/api\/?$/, '') || window.location.origin;

/**
 * Whether the browser's cookie can identify the user. An API on another origin gets no cookie of
 * this one: there a bearer token does.
 */
export const hasCookies =
  new URL(baseUrl, window.location.origin).origin === window.location.origin;

/** Which kind of session signing in begins. */
export const sessionKind = hasCookies ? { session: 'cookie' as const } : {};

/** The address of a WebSocket of the API. */
export function socketUrl(path: string, query: Record<string, string>): string {
  const url = new URL(baseUrl + path, window.location.origin);
  // ws for http, wss for https.
  url.protocol = url.protocol.replace('http', 'ws');
  url.search = new URLSearchParams(query).toString();
  return url.href;
}

export function createApi(requester: Requester): Api {
  const api = createClient<paths>({
    baseUrl,
    // The API never redirects; a hotel's sign-in page does.
    redirect: 'error',
    fetch: (request) => send(requester, request),
  });
  api.use(identify(requester), throwProblems(requester));
  // The last middleware sees a response first, before `throwProblems` throws.
  if (runtimeConfig.debugMode) api.use(logCalls);
  return api;
}

async function send(requester: Requester, request: Request): Promise<Response> {
  const given = AbortSignal.any([request.signal, requester.signal]);
  given.throwIfAborted();
  try {
    const response = await fetch(
      new Request(request, {
        credentials: requester.token === null ? 'same-origin' : 'omit',
        signal: AbortSignal.any([given, AbortSignal.timeout(TIMEOUT_MS)]),
      }),
    );
    const body = await response.text();
    given.throwIfAborted();
    if (!isOfServer(response, body)) throw new NetworkError('Something else answered.');
    reachability.answered();
    const { status, statusText } = response;
    return new Response(body === '' ? null : body, {
      status,
      statusText,
      headers: response.headers,
    });
  } catch (error) {
    if (!given.aborted) reachability.unanswered();
    throw error;
  }
}

/**
 * Whether the server answered, and not a proxy or a hotel's sign-in page: its answers are JSON, an export
 * as CSV, or empty. A proxy's own errors, such as 502, count as the server's: it is there, but has to be waited
 * for.
 */
function isOfServer(response: Response, body: string): boolean {
  if (/\b(json|csv)\b/.test(response.headers.get('Content-Type') ?? '')) return true;
  if (response.ok) return body === '';
  const { status } = response;
  return PROXY_ERRORS.has(status) || (status >= 500 && status !== 511);
}

/** What proxies refuse themselves, without JSON: content, address or head too large, too many requests. */
const PROXY_ERRORS = new Set([413, 414, 429, 431]);

const identify = (requester: Requester): Middleware => ({
  onRequest({ request }) {
    const { userId, token } = requester;
    if (token !== null) request.headers.set('Authorization', bearer(token));
    // The server refuses a cookie that another tab has replaced by another user's.
    else if (userId !== null) request.headers.set('Session-User', userId);
    return request;
  },
});

const bearer = (token: string) => `Bearer ${token}`;

const throwProblems = (requester: Requester): Middleware => ({
  async onResponse({ request, response }) {
    if (response.ok) return undefined;
    const problem = await readProblem(response);
    if (await rejects(problem, requester, request)) requester.onRejected();
    throw problem;
  },
  onError({ error }) {
    return error instanceof NetworkError
      ? error
      : new NetworkError('The server did not respond.', { cause: error });
  },
});

/** A late answer about a token or cookie that has been replaced says nothing about the new one. */
async function rejects(
  { status, code }: ApiProblem,
  requester: Requester,
  request: Request,
): Promise<boolean> {
  const { userId, token } = requester;
  if (code === 'session-changed') return true;
  if (status !== 401 || userId === null) return false;
  return token === null
    ? hasCookieEnded(userId, requester.signal)
    : request.headers.get('Authorization') === bearer(token);
}

/** Asks with the cookie that the browser has now. */
async function hasCookieEnded(userId: string, signal: AbortSignal): Promise<boolean> {
  const request = new Request(`${baseUrl}/api/auth/me`, {
    headers: { 'Session-User': userId },
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  const response = await fetch(request).catch(() => null);
  return response?.status === 401;
}

const startTimes = new Map<string, number>();

/** Logs each call with its result and its request id. */
const logCalls: Middleware = {
  onRequest({ id }) {
    startTimes.set(id, performance.now());
  },
  onResponse({ id, request, response }) {
    const took = Math.round(performance.now() - (startTimes.get(id) ?? performance.now()));
    startTimes.delete(id);
    const requestId = response.headers.get('X-Request-Id') ?? 'unknown';
    const { pathname } = new URL(request.url);
    debug(
      'api',
      `${request.method} ${pathname}: ${response.status} in ${took} ms, request ${requestId}`,
    );
  },
  onError({ id, request }) {
    startTimes.delete(id);
    debug('api', `${request.method} ${new URL(request.url).pathname}: no response`);
  },
};

/** The body of a successful response. Error responses have been thrown before. */
export async function unwrap<T>(response: Promise<{ data?: T }>): Promise<T> {
  const { data } = await response;
  if (data === undefined) throw new NetworkError('The response was empty.');
  return data;
}
