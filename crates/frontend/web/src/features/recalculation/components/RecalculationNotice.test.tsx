import {
  focusManager,
  onlineManager,
  QueryClient,
  QueryClientProvider,
  useQuery,
} from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api, body } from '@/api/client';
import { keys } from '@/api/keys';
import type { Recalculation } from '@/api/types';
import { setLanguage } from '@/lib/i18n';
import { RecalculationNotice } from './RecalculationNotice';

/** The server, in place before the client of the API asks for `fetch`. */
const server = vi.hoisted(() => {
  const answer = vi.fn<(request: Request) => Promise<Response>>();
  vi.stubGlobal('fetch', answer);
  return answer;
});

const RECOMPUTE = '/api/kpi/recompute';
const YEAR = '/api/dashboards/year/2026';

const done: Recalculation = { from: null, doneDays: 0, totalDays: 0 };
const at = (doneDays: number): Recalculation => ({ from: '2017-08-09', doneDays, totalDays: 3400 });

/** What the server says of the recalculation, one answer after the other; the last one stays. */
function answers(...states: (Recalculation | 503)[]): void {
  server.mockReset().mockImplementation((request) => {
    if (new URL(request.url).pathname !== RECOMPUTE) return Promise.resolve(Response.json({}));
    const state = (states.length > 1 ? states.shift() : states[0]) ?? done;
    return Promise.resolve(
      state === 503 ? Response.json({}, { status: 503 }) : Response.json(state),
    );
  });
}

const asked = (path: string) =>
  server.mock.calls.filter(([{ url }]) => new URL(url).pathname === path).length;

/** Lets time pass, and everything that it brings. */
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

/** A part of the screen whose figures rest on scores. */
function Year() {
  useQuery({
    queryKey: keys.dashboards.year(2026),
    queryFn: () =>
      body(api.GET('/api/dashboards/year/{year}', { params: { path: { year: 2026 } } })),
    staleTime: Infinity,
  });
  return null;
}

let client: QueryClient;

async function show() {
  const shown = render(
    <QueryClientProvider client={client}>
      <RecalculationNotice />
      <Year />
    </QueryClientProvider>,
  );
  await pass(10);
  return shown;
}

const bar = () => screen.queryByRole<HTMLProgressElement>('progressbar');
const announced = () => screen.getByRole('status').textContent;

beforeEach(async () => {
  await setLanguage('en');
  vi.useFakeTimers();
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
});

afterEach(() => {
  focusManager.setFocused(undefined);
  onlineManager.setOnline(true);
  client.clear();
  vi.useRealTimers();
});

describe('while days are recalculated', () => {
  it('tells how far that is, and follows it', async () => {
    answers(at(120), at(1290));
    await show();
    expect(bar()).toMatchObject({ value: 120, max: 3400 });
    expect(screen.getByRole('progressbar', { name: 'Recalculating your days: 120 of 3,400' })).toBe(
      bar(),
    );
    await pass(1_000);
    expect(bar()).toMatchObject({ value: 1290, max: 3400 });
    expect(screen.getByText('Recalculating your days: 1,290 of 3,400')).toBeTruthy();
  });

  it('tells it in Russian', async () => {
    await setLanguage('ru');
    answers(at(1290), done);
    await show();
    expect(bar()).toBe(
      screen.getByRole('progressbar', { name: 'Пересчёт ваших дней: 1\u00a0290 из 3\u00a0400' }),
    );
    expect(announced()).toBe('Ваши дни пересчитываются.');
    await pass(1_000);
    expect(announced()).toBe('Ваши дни пересчитаны. Числа обновлены.');
  });

  it('reads out the beginning and the end, and no step between', async () => {
    answers(at(120), at(1290), done);
    await show();
    expect(announced()).toBe('Your days are being recalculated.');
    await pass(1_000);
    expect(announced()).toBe('Your days are being recalculated.');
    await pass(1_000);
    expect(announced()).toBe('Your days are recalculated. The numbers are up to date.');
  });

  it('asks nothing as long as nobody looks', async () => {
    answers(at(120));
    await show();
    focusManager.setFocused(false);
    await pass(10_000);
    expect(asked(RECOMPUTE)).toBe(1);
    focusManager.setFocused(true);
    await pass(1_000);
    expect(asked(RECOMPUTE)).toBeGreaterThan(1);
  });

  it('asks nothing any more once it has left the screen', async () => {
    answers(at(120));
    const { unmount } = await show();
    unmount();
    client.clear();
    await pass(60_000);
    expect(asked(RECOMPUTE)).toBe(1);
    expect(asked(YEAR)).toBe(1);
  });
});

describe('once all days are recalculated', () => {
  it('goes, and has the figures read anew, once', async () => {
    answers(at(120), at(3300), done);
    await show();
    await pass(1_000);
    expect(asked(YEAR)).toBe(1);
    await pass(1_000);
    expect(bar()).toBeNull();
    expect(asked(YEAR)).toBe(2);
    await pass(60_000);
    expect(asked(YEAR)).toBe(2);
    expect(asked(RECOMPUTE)).toBe(3);
  });

  it('has those read anew when next shown that are not on screen', async () => {
    const days = keys.days.one('2026-03-03');
    const habits = keys.habits.list('all');
    for (const key of [days, habits, keys.me]) client.setQueryData(key, {});
    answers(at(120), done);
    await show();
    await pass(1_000);
    expect(client.getQueryState(days)?.isInvalidated).toBe(true);
    expect(client.getQueryState(habits)?.isInvalidated).toBe(true);
    expect(client.getQueryState(keys.me)?.isInvalidated).toBe(false);
  });

  it('tells of the next recalculation as of the first', async () => {
    answers(at(120), done, at(5), done);
    await show();
    await pass(1_000);
    void client.invalidateQueries({ queryKey: keys.recalculation });
    await pass(10);
    expect(bar()).toMatchObject({ value: 5 });
    expect(announced()).toBe('Your days are being recalculated.');
    await pass(1_000);
    expect(bar()).toBeNull();
    expect(asked(YEAR)).toBe(3);
  });
});

describe('with nothing to recalculate', () => {
  it('is silent, and asks once', async () => {
    answers(done);
    const { container } = await show();
    await pass(60_000);
    expect(container.textContent).toBe('');
    expect(bar()).toBeNull();
    expect(asked(RECOMPUTE)).toBe(1);
    expect(asked(YEAR)).toBe(1);
  });
});

describe('when the server does not answer well', () => {
  it('is silent, and asks again later', async () => {
    answers(503, at(120));
    const { container } = await show();
    expect(container.textContent).toBe('');
    await pass(5_000);
    expect(asked(RECOMPUTE)).toBe(1);
    await pass(30_000);
    expect(bar()).toMatchObject({ value: 120 });
  });

  it('shows no progress that may be long past, and still notices the end', async () => {
    answers(at(120), 503, done);
    await show();
    await pass(1_000);
    expect(bar()).toBeNull();
    expect(announced()).toBe('Your days are being recalculated.');
    expect(asked(YEAR)).toBe(1);
    await pass(30_000);
    expect(announced()).toBe('Your days are recalculated. The numbers are up to date.');
    expect(asked(YEAR)).toBe(2);
  });

  it('shows no progress without a network, and follows it when that is back', async () => {
    client.setDefaultOptions({ queries: { retry: 1, networkMode: 'offlineFirst' } });
    answers(at(120), 503, at(1290));
    await show();
    onlineManager.setOnline(false);
    await pass(5_000);
    expect(bar()).toBeNull();
    onlineManager.setOnline(true);
    await pass(1_000);
    expect(bar()).toMatchObject({ value: 1290 });
  });
});
