import createClient, { type Middleware } from 'openapi-fetch';
import { runtimeConfig } from '@/config/runtime';
import { debug } from '@/lib/debug';
import { NetworkError, readProblem } from './problem';
import type { paths } from './schema.gen';
import { session } from './session';

const bearer: Middleware = {
  onRequest({ request }) {
    const token = session.token();
    if (token !== null) request.headers.set('Authorization', `Bearer ${token}`);
    return request;
  },
};

const throwProblems: Middleware = {
  async onResponse({ request, response }) {
    if (response.ok) return undefined;
    const problem = await readProblem(response);
    // Only if the rejected token is the current one: a late response must not end a newer session.
    if (
      response.status === 401 &&
      request.headers.get('Authorization') === bearerOf(session.token())
    ) {
      session.expire();
    }
    throw problem;
  },
  onError({ error }) {
    return new NetworkError('The server did not respond.', { cause: error });
  },
};

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

function bearerOf(token: string | null): string | null {
  return token === null ? null : `Bearer ${token}`;
}

/** The paths in openapi.json begin with /api, the configured base URL ends with it. */
const baseUrl = runtimeConfig.apiUrl.replace(/\/api\/?$/, '');

export const api = createClient<paths>({ baseUrl: baseUrl || window.location.origin });
api.use(bearer, throwProblems);
// The last middleware sees a response first, before `throwProblems` throws.
if (runtimeConfig.debugMode) api.use(logCalls);

/** The body of a successful response. Error responses have been thrown before. */
export async function unwrap<T>(response: Promise<{ data?: T }>): Promise<T> {
  const { data } = await response;
  if (data === undefined) throw new NetworkError('The response was empty.');
  return data;
}
