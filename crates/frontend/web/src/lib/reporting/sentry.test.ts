import { init } from '@sentry/browser';
import { expect, it, vi } from 'vitest';
import { start } from './sentry';

vi.mock('@sentry/browser', { spy: true });

it('10 % of the visits are traced, and none once declined', () => {
  let allowed = true;
  start({
    dsn: 'https://publickey@sentry.example.com/7',
    environment: 'rehearsal',
    release: '9.8.7',
    routeOf: (path) => path,
    isAllowed: () => allowed,
  });
  const { tracesSampler } = vi.mocked(init).mock.lastCall?.[0] ?? {};
  const share = () =>
    tracesSampler?.({ name: '/', attributes: {}, inheritOrSampleWith: (rate) => rate });
  expect(share()).toBe(0.1);
  allowed = false;
  expect(share()).toBe(0);
});
