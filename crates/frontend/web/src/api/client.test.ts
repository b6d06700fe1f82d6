import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api, body } from './client';
import { ApiProblem, NoConnection } from './problem';
import { session } from './session';

const fetched = vi.fn<(request: Request) => Promise<Response>>();

function answer(status: number, content: unknown, headers: Record<string, string> = {}): void {
  fetched.mockImplementation(() =>
    Promise.resolve(
      new Response(JSON.stringify(content), {
        status,
        headers: { 'Content-Type': 'application/problem+json', ...headers },
      }),
    ),
  );
}

/** What the client throws for a request. */
async function failure(): Promise<unknown> {
  return body(api.GET('/api/auth/me', { fetch: fetched })).then(
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
    answer(200, {});
    await body(api.GET('/api/auth/me', { fetch: fetched }));
    const request = fetched.mock.calls[0]?.[0];
    expect(request?.headers.get('Authorization')).toBe('Bearer secret');
    expect(new URL(request?.url ?? '').pathname).toBe('/api/auth/me');
  });

  it('throws a problem with its code, fields and request id', async () => {
    const errors = [{ pointer: '/name', code: 'too_long', message: 'Too long.' }];
    answer(422, {
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

  it('makes a problem of an answer that is none', async () => {
    fetched.mockImplementation(() =>
      Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 })),
    );
    expect(await failure()).toMatchObject({ status: 502, code: '', fields: [], temporary: true });
  });

  it('reads how long to wait', async () => {
    answer(429, { type: '/problems/too-many-requests' }, { 'Retry-After': '30' });
    expect(await failure()).toMatchObject({ status: 429, retryAfter: 30, temporary: true });
  });

  it('ends the session whose token is refused', async () => {
    answer(401, { type: '/problems/unauthenticated' });
    await failure();
    expect(session.token()).toBeNull();
    expect(session.wasRefused()).toBe(true);
    session.open('another');
    expect(session.wasRefused()).toBe(false);
  });

  it('does not end a session that began after the request', async () => {
    fetched.mockImplementation(() => {
      session.open('newer');
      return Promise.resolve(new Response('{}', { status: 401 }));
    });
    await failure();
    expect(session.token()).toBe('newer');
  });

  it('tells a server out of reach from a refusal', async () => {
    fetched.mockImplementation(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await failure()).toBeInstanceOf(NoConnection);
  });
});
