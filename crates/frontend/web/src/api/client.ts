import createClient, { type Middleware } from 'openapi-fetch';
import { runtimeConfig } from '@/config/runtime';
import { debug } from '@/lib/debug';
import { NoConnection, readProblem } from './problem';
import type { paths } from './schema.gen';
import { session } from './session';

const bearer: Middleware = {
  onRequest({ request }) {
    const token = session.token();
    if (token !== null) request.headers.set('Authorization', `Bearer ${token}`);
    return request;
  },
};

const problems: Middleware = {
  async onResponse({ request, response }) {
    if (response.ok) return undefined;
    const problem = await readProblem(response);
    // Only the token that was refused is given up: a late answer must not end a newer session.
    if (
      response.status === 401 &&
      request.headers.get('Authorization') === bearerOf(session.token())
    ) {
      session.refuse();
    }
    throw problem;
  },
  onError({ error }) {
    return new NoConnection('The server did not answer.', { cause: error });
  },
};

const started = new Map<string, number>();

/** Tells each call with how it ended and the id under which the service has logged it. */
const talk: Middleware = {
  onRequest({ id }) {
    started.set(id, performance.now());
  },
  onResponse({ id, request, response }) {
    const took = Math.round(performance.now() - (started.get(id) ?? performance.now()));
    started.delete(id);
    const requestId = response.headers.get('X-Request-Id') ?? 'unknown';
    const { pathname } = new URL(request.url);
    debug(
      'api',
      `${request.method} ${pathname}: ${response.status} in ${took} ms, request ${requestId}`,
    );
  },
  onError({ id, request }) {
    started.delete(id);
    debug('api', `${request.method} ${new URL(request.url).pathname}: no answer`);
  },
};

function bearerOf(token: string | null): string | null {
  return token === null ? null : `Bearer ${token}`;
}

/** The description's paths begin with /api, the configured base ends with it. */
const baseUrl = runtimeConfig.apiUrl.replace(/\/api\/?$/, '');

export const api = createClient<paths>({ baseUrl: baseUrl || window.location.origin });
api.use(bearer, problems);
// Last in, first to see an answer: a refusal has not been thrown by then.
if (runtimeConfig.debugMode) api.use(talk);

/** The body of a successful answer. Refusals have been thrown by then. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer;
  if (data === undefined) throw new NoConnection('The answer was empty.');
  return data;
}
