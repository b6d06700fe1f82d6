import {
  focusManager,
  onlineManager,
  QueryClient,
  QueryClientProvider,
  useQuery,
} from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { unwrap } from '@/api/client';
import { useApi } from '@/api/SessionContext';
import type { Recalculation } from '@/api/types';
import { setLanguage } from '@/lib/i18n';
import { seedQuery } from '@/testing/queries';
import { RecalculationNotice } from './RecalculationNotice';

/** Mocks `fetch` before the API client is imported. */
const server = vi.hoisted(() => {
  const fetchMock = vi.fn<(request: Request) => Promise<Response>>();
  vi.stubGlobal('fetch', fetchMock);
  return fetchMock;
});

const RECOMPUTE = '/api/kpi/recompute';
const YEAR = '/api/dashboards/year/2026';

const done: Recalculation = { from: null, doneDays: 0, totalDays: 0 };
const at = (doneDays: number): Recalculation => ({ from: '2017-08-09', doneDays, totalDays: 3400 });

/** The server's responses for the recalculation, in order; the last one repeats. */
function respondsWith(...states: (Recalculation | 503)[]): void {
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

/** Advances the fake timers and flushes pending updates. */
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

/** A component whose values depend on scores. */
function Year() {
  const api = useApi();
  useQuery({
    queryKey: ['dashboards', 'year', 2026],
    meta: { scores: true },
    queryFn: () =>
      unwrap(api.GET('/api/dashboards/year/{year}', { params: { path: { year: 2026 } } })),
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
  it('shows the progress and updates it', async () => {
    respondsWith(at(120), at(1290));
    await show();
    expect(bar()).toMatchObject({ value: 120, max: 3400 });
    expect(screen.getByRole('progressbar', { name: 'Recalculating your days: 120 of 3,400' })).toBe(
      bar(),
    );
    await pass(1_000);
    expect(bar()).toMatchObject({ value: 1290, max: 3400 });
    expect(screen.getByText('Recalculating your days: 1,290 of 3,400')).toBeTruthy();
  });

  it('shows it in Russian', async () => {
    await setLanguage('ru');
    respondsWith(at(1290), done);
    await show();
    expect(bar()).toBe(
      screen.getByRole('progressbar', { name: 'Пересчёт ваших дней: 1\u00a0290 из 3\u00a0400' }),
    );
    expect(announced()).toBe('Ваши дни пересчитываются.');
    await pass(1_000);
    expect(announced()).toBe('Ваши дни пересчитаны. Числа обновлены.');
  });

  it('announces the start and the end only', async () => {
    respondsWith(at(120), at(1290), done);
    await show();
    expect(announced()).toBe('Your days are being recalculated.');
    await pass(1_000);
    expect(announced()).toBe('Your days are being recalculated.');
    await pass(1_000);
    expect(announced()).toBe('Your days are recalculated. The numbers are up to date.');
  });

  it('does not poll while the page is hidden', async () => {
    respondsWith(at(120));
    await show();
    focusManager.setFocused(false);
    await pass(10_000);
    expect(asked(RECOMPUTE)).toBe(1);
    focusManager.setFocused(true);
    await pass(1_000);
    expect(asked(RECOMPUTE)).toBeGreaterThan(1);
  });

  it('stops polling once unmounted', async () => {
    respondsWith(at(120));
    const { unmount } = await show();
    unmount();
    client.clear();
    await pass(60_000);
    expect(asked(RECOMPUTE)).toBe(1);
    expect(asked(YEAR)).toBe(1);
  });
});

describe('once all days are recalculated', () => {
  it('disappears and refetches the scores once', async () => {
    respondsWith(at(120), at(3300), done);
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

  it('refetches hidden scores when they are shown next', async () => {
    const scores = ['scores'];
    const others = ['others'];
    seedQuery(client, { queryKey: scores, meta: { scores: true } });
    seedQuery(client, { queryKey: others });
    respondsWith(at(120), done);
    await show();
    await pass(1_000);
    expect(client.getQueryState(scores)?.isInvalidated).toBe(true);
    expect(client.getQueryState(others)?.isInvalidated).toBe(false);
  });

  it('shows the next recalculation too', async () => {
    respondsWith(at(120), done, at(5), done);
    await show();
    await pass(1_000);
    void client.invalidateQueries({ queryKey: ['recalculation'] });
    await pass(10);
    expect(bar()).toMatchObject({ value: 5 });
    expect(announced()).toBe('Your days are being recalculated.');
    await pass(1_000);
    expect(bar()).toBeNull();
    expect(asked(YEAR)).toBe(3);
  });
});

describe('with nothing to recalculate', () => {
  it('shows nothing and polls once', async () => {
    respondsWith(done);
    const { container } = await show();
    await pass(60_000);
    expect(container.textContent).toBe('');
    expect(bar()).toBeNull();
    expect(asked(RECOMPUTE)).toBe(1);
    expect(asked(YEAR)).toBe(1);
  });
});

describe('when the request fails', () => {
  it('shows nothing and polls again later', async () => {
    respondsWith(503, at(120));
    const { container } = await show();
    expect(container.textContent).toBe('');
    await pass(5_000);
    expect(asked(RECOMPUTE)).toBe(1);
    await pass(30_000);
    expect(bar()).toMatchObject({ value: 120 });
  });

  it('hides outdated progress, and still notices the end', async () => {
    respondsWith(at(120), 503, done);
    await show();
    await pass(1_000);
    expect(bar()).toBeNull();
    expect(announced()).toBe('Your days are being recalculated.');
    expect(asked(YEAR)).toBe(1);
    await pass(30_000);
    expect(announced()).toBe('Your days are recalculated. The numbers are up to date.');
    expect(asked(YEAR)).toBe(2);
  });

  it('hides the progress while offline, and resumes afterwards', async () => {
    client.setDefaultOptions({ queries: { retry: 1, networkMode: 'offlineFirst' } });
    respondsWith(at(120), 503, at(1290));
    await show();
    onlineManager.setOnline(false);
    await pass(5_000);
    expect(bar()).toBeNull();
    onlineManager.setOnline(true);
    await pass(1_000);
    expect(bar()).toMatchObject({ value: 1290 });
  });
});
