import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createApi, type Requester, unwrap } from './client';
import { ApiProblem, NetworkError } from './problem';
import { reachability } from './reachability';

const fetched = vi.fn<(request: Request) => Promise<Response>>();
vi.stubGlobal('fetch', fetched);

function respond(status: number, content: unknown, headers: Record<string, string> = {}): void {
  fetched.mockImplementation(() =>
    Promise.resolve(
      new Response(JSON.stringify(content), {
        status,
        headers: { 'Content-Type': 'application/problem+json', ...headers },
      }),
    ),
  );
}

function respondWithPage(status: number, headers: Record<string, string> = {}): void {
  fetched.mockImplementation(() =>
    Promise.resolve(
      new Response('<h1>Welcome to the hotel</h1>', {
        status,
        headers: { 'Content-Type': 'text/html', ...headers },
      }),
    ),
  );
}

let ended: AbortController;
let ada: Requester & { token: string | null };
const rejected = vi.fn();

const get = (requester: Requester = ada) => unwrap(createApi(requester).GET('/api/auth/me'));

/** The error that the client throws for a request. */
const failure = (requester: Requester = ada): Promise<unknown> =>
  get(requester).then(
    () => null,
    (error: unknown) => error,
  );

beforeEach(() => {
  fetched.mockReset();
  rejected.mockReset();
  ended = new AbortController();
  ada = { userId: 'ada', token: 'secret', signal: ended.signal, onRejected: rejected };
});

describe('the client', () => {
  it('adds the bearer token, and leaves out the cookie', async () => {
    respond(200, {});
    await get();
    const request = fetched.mock.calls[0]?.[0];
    expect(request?.headers.get('Authorization')).toBe('Bearer secret');
    expect(request?.headers.get('Session-User')).toBeNull();
    expect(request?.credentials).toBe('omit');
    expect(new URL(request?.url ?? '').pathname).toBe('/api/auth/me');
  });

  it('says whose cookie it expects', async () => {
    respond(200, {});
    await get({ ...ada, token: null });
    const request = fetched.mock.calls[0]?.[0];
    expect(request?.headers.get('Authorization')).toBeNull();
    expect(request?.headers.get('Session-User')).toBe('ada');
    expect(request?.credentials).toBe('same-origin');
  });

  it('takes an export as CSV for an answer of the server', async () => {
    fetched.mockImplementation(() =>
      Promise.resolve(
        new Response('record,name\r\n', { headers: { 'Content-Type': 'text/csv; charset=utf-8' } }),
      ),
    );
    const query = { format: 'csv', from: '2026-03-01', to: '2026-03-02' } as const;
    const { data } = await createApi(ada).GET('/api/teams/{id}/export', {
      params: { path: { id: 'team' }, query },
      parseAs: 'blob',
    });
    expect(await data?.text()).toBe('record,name\r\n');
  });

  it('throws a problem with its code, fields and request id', async () => {
    const errors = [{ pointer: '/name', code: 'too_long', message: 'Too long.' }];
    respond(422, {
      type: '/problems/invalid',
      title: 'Invalid',
      status: 422,
      requestId: 'r1',
      errors,
    });
    const problem = await failure();
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({
      status: 422,
      code: 'invalid',
      requestId: 'r1',
      fields: errors,
    });
    expect(rejected).not.toHaveBeenCalled();
  });

  it('turns an error response without a problem into one', async () => {
    respondWithPage(502);
    expect(await failure()).toMatchObject({ status: 502, code: '', fields: [], temporary: true });
  });

  it('reads Retry-After', async () => {
    respond(429, { type: '/problems/too-many-requests' }, { 'Retry-After': '30' });
    expect(await failure()).toMatchObject({ status: 429, retryAfter: 30, temporary: true });
  });

  it.each([
    ['its token is rejected', 401, 'unauthenticated'],
    ['the cookie is another user’s', 409, 'session-changed'],
  ])('reports that the session is over when %s', async (_case, status, type) => {
    respond(status, { type: `/problems/${type}` });
    await failure();
    expect(rejected).toHaveBeenCalledOnce();
  });

  it.each([
    ['ends', 401, 1],
    ['does not end', 200, 0],
    ['does not end', 503, 0],
  ])(
    'asks again before a cookie’s 401 counts, and %s the session with %i',
    async (_ends, status, times) => {
      respond(status, {});
      fetched.mockResolvedValueOnce(Response.json({}, { status: 401 }));
      const problem = get({ ...ada, token: null });
      await expect(problem).rejects.toMatchObject({ status: 401 });
      expect(rejected).toHaveBeenCalledTimes(times);
      expect(fetched.mock.calls[1]?.[0].headers.get('Session-User')).toBe('ada');
    },
  );

  it('does not end a session whose token was replaced after the request', async () => {
    fetched.mockImplementation(() => {
      ada.token = 'newer';
      return Promise.resolve(Response.json({}, { status: 401 }));
    });
    await failure();
    expect(rejected).not.toHaveBeenCalled();
  });

  it('distinguishes a network error from an error response', async () => {
    fetched.mockImplementation(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await failure()).toBeInstanceOf(NetworkError);
    expect(reachability.reached()).toBe(false);
    respond(404, {});
    await failure();
    expect(reachability.reached()).toBe(true);
  });
});

describe('a network that leads nowhere', () => {
  it.each([200, 401, 403, 404, 511])(
    'is not reached, and ends no session: a page with status %i',
    async (status) => {
      respondWithPage(status);
      expect(await failure()).toBeInstanceOf(NetworkError);
      expect(rejected).not.toHaveBeenCalled();
      expect(reachability.reached()).toBe(false);
    },
  );

  it('does not follow a redirect', async () => {
    respond(200, {});
    await get();
    expect(fetched.mock.calls[0]?.[0].redirect).toBe('error');
  });

  it('is given up after a while', async () => {
    const timeout = new AbortController();
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(timeout.signal);
    // A request without an answer.
    fetched.mockImplementation(
      ({ signal }) =>
        new Promise((_answer, reject) => {
          signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
          timeout.abort();
        }),
    );
    expect(await failure()).toBeInstanceOf(NetworkError);
  });
});

describe('after the end of a session', () => {
  it('nothing is sent', async () => {
    respond(200, {});
    ended.abort();
    expect(await failure()).toBeInstanceOf(NetworkError);
    expect(fetched).not.toHaveBeenCalled();
  });

  it('a late answer is not given out', async () => {
    fetched.mockImplementation(() => {
      ended.abort();
      return Promise.resolve(Response.json({ name: 'Ada' }));
    });
    expect(await failure()).toBeInstanceOf(NetworkError);
  });
});
