import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api, unwrap } from './client';
import { ApiProblem, NetworkError } from './problem';
import { session } from './session';

const fetched = vi.fn<(request: Request) => Promise<Response>>();

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

/** The error that the client throws for a request. */
async function failure(): Promise<unknown> {
  return unwrap(api.GET('/api/auth/me', { fetch: fetched })).then(
    () => null,
    (error: unknown) => error,
  );
}

beforeEach(() => {
  fetched.mockReset();
  session.open('secret');
});

afterEach(() => session.close());

describe('the client', () => {
  it('adds the bearer token', async () => {
    respond(200, {});
    await unwrap(api.GET('/api/auth/me', { fetch: fetched }));
    const request = fetched.mock.calls[0]?.[0];
    expect(request?.headers.get('Authorization')).toBe('Bearer secret');
    expect(new URL(request?.url ?? '').pathname).toBe('/api/auth/me');
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
    expect(session.token()).toBe('secret');
  });

  it('turns an error response without a problem into one', async () => {
    fetched.mockImplementation(() =>
      Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 })),
    );
    expect(await failure()).toMatchObject({ status: 502, code: '', fields: [], temporary: true });
  });

  it('reads Retry-After', async () => {
    respond(429, { type: '/problems/too-many-requests' }, { 'Retry-After': '30' });
    expect(await failure()).toMatchObject({ status: 429, retryAfter: 30, temporary: true });
  });

  it('ends the session when its token is rejected', async () => {
    respond(401, { type: '/problems/unauthenticated' });
    await failure();
    expect(session.token()).toBeNull();
    expect(session.hasExpired()).toBe(true);
    session.open('another');
    expect(session.hasExpired()).toBe(false);
  });

  it('does not end a session that started after the request', async () => {
    fetched.mockImplementation(() => {
      session.open('newer');
      return Promise.resolve(new Response('{}', { status: 401 }));
    });
    await failure();
    expect(session.token()).toBe('newer');
  });

  it('distinguishes a network error from an error response', async () => {
    fetched.mockImplementation(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await failure()).toBeInstanceOf(NetworkError);
  });
});
