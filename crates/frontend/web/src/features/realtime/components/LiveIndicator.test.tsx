import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { reachability } from '@/api/reachability';
import { setLanguage } from '@/lib/i18n';
import { liveness } from '../liveness';
import { LiveIndicator } from './LiveIndicator';

const shown = () => screen.getByRole('status').textContent;
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

beforeEach(async () => {
  await setLanguage('en');
  vi.useFakeTimers();
  render(<LiveIndicator />);
});

afterEach(() => {
  act(() => {
    liveness.set(false);
    reachability.answered();
  });
  vi.useRealTimers();
});

it('says that changes do not arrive, after five seconds, until they do', async () => {
  await pass(4_900);
  expect(shown()).toBe('');
  await pass(200);
  expect(shown()).toBe('Not live: reconnecting');
  act(() => liveness.set(true));
  expect(shown()).toBe('');
});

it('says nothing of a short interruption', async () => {
  act(() => liveness.set(true));
  await pass(60_000);
  act(() => liveness.set(false));
  await pass(4_900);
  act(() => liveness.set(true));
  await pass(60_000);
  expect(shown()).toBe('');
});

it('leaves the word to the banner while the server can’t be reached', async () => {
  await pass(10_000);
  act(() => reachability.unanswered());
  expect(shown()).toBe('');
  act(() => reachability.answered());
  await pass(5_100);
  expect(shown()).toBe('Not live: reconnecting');
});
