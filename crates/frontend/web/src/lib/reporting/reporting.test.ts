import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RuntimeConfig } from '@/config/runtime';

const startSentry = vi.fn<(given: { isAllowed: () => boolean }) => (error: unknown) => void>();
const startMixpanel = vi.fn<() => (event: string, page: string) => void>();
const reported = vi.fn<(error: unknown) => void>();
const counted = vi.fn<(event: string, page: string) => void>();

// Mocks of the lazily loaded modules.
vi.mock('./sentry', () => ({ start: startSentry }));
vi.mock('./mixpanel', () => ({ start: startMixpanel }));

const loaded = () => [
  ...(startMixpanel.mock.calls.length > 0 ? ['mixpanel'] : []),
  ...(startSentry.mock.calls.length > 0 ? ['sentry'] : []),
];

/** Starts reporting as on a fresh page with these settings. */
async function open(config: Partial<RuntimeConfig>) {
  vi.resetModules();
  window.__KPI_CONFIG__ = config;
  const reporting = await import('.');
  reporting.startReporting((path) => `route of ${path}`);
  return reporting;
}

/** The same, after all lazy modules are loaded. */
async function load(config: Partial<RuntimeConfig>) {
  const reporting = await open(config);
  await vi.dynamicImportSettled();
  return reporting;
}

interface Wish {
  doNotTrack?: string;
  globalPrivacyControl?: boolean;
}

function browserSays(wish: Wish): void {
  for (const [name, value] of Object.entries(wish)) {
    Object.defineProperty(navigator, name, { value, configurable: true });
  }
}

const DSN = { sentryDsn: 'https://key@sentry.example.com/1' };
const ERRORS = { ...DSN, enableErrorReporting: true };
const TOKEN = { mixpanelToken: 'project' };
const USAGE = { ...TOKEN, enableAnalytics: true };

beforeEach(() => {
  startSentry.mockReset().mockReturnValue(reported);
  startMixpanel.mockReset().mockReturnValue(counted);
  reported.mockReset();
  counted.mockReset();
});

afterEach(() => {
  delete window.__KPI_CONFIG__;
  for (const name of ['doNotTrack', 'globalPrivacyControl'])
    Reflect.deleteProperty(navigator, name);
});

describe('what is loaded', () => {
  const none = {};
  const noErrors = { 'kpi.declined.errors': 'yes' };
  const noUsage = { 'kpi.declined.usage': 'yes' };

  it.each<[string, Partial<RuntimeConfig>, Record<string, string>, Wish, string[]]>([
    ['nothing set', none, none, none, []],
    ['a DSN alone', DSN, none, none, []],
    ['error reporting without a DSN', { enableErrorReporting: true }, none, none, []],
    ['an empty DSN', { ...ERRORS, sentryDsn: null }, none, none, []],
    ['a DSN, switched off', { ...DSN, enableErrorReporting: false }, none, none, []],
    ['error reporting', ERRORS, none, none, ['sentry']],
    ['error reporting, declined', ERRORS, noErrors, none, []],
    ['error reporting, usage declined', ERRORS, noUsage, none, ['sentry']],
    ['error reporting, not to be tracked', ERRORS, none, { doNotTrack: '1' }, ['sentry']],
    ['a token alone', TOKEN, none, none, []],
    ['analytics without a token', { enableAnalytics: true }, none, none, []],
    ['a token, switched off', { ...TOKEN, enableAnalytics: false }, none, none, []],
    ['analytics', USAGE, none, none, ['mixpanel']],
    ['analytics, declined', USAGE, noUsage, none, []],
    ['analytics, error reports declined', USAGE, noErrors, none, ['mixpanel']],
    ['analytics, Do Not Track', USAGE, none, { doNotTrack: '1' }, []],
    ['analytics, tracking is fine', USAGE, none, { doNotTrack: '0' }, ['mixpanel']],
    ['analytics, Global Privacy Control', USAGE, none, { globalPrivacyControl: true }, []],
    ['both', { ...ERRORS, ...USAGE }, none, none, ['mixpanel', 'sentry']],
    ['both, declined', { ...ERRORS, ...USAGE }, { ...noErrors, ...noUsage }, none, []],
  ])('%s', async (_case, config, stored, wish, expected) => {
    for (const [key, value] of Object.entries(stored)) localStorage.setItem(key, value);
    browserSays(wish);
    await load(config);
    expect(loaded()).toEqual(expected);
  });
});

describe('a choice', () => {
  it('applies at once, and in the next visit', async () => {
    const { choices, noteUsage } = await load({ ...ERRORS, ...USAGE });
    await vi.waitFor(() => expect(counted).toHaveBeenCalledWith('Page opened', 'route of /'));
    const isAllowed = startSentry.mock.calls[0]?.[0].isAllowed;
    expect(isAllowed?.()).toBe(true);

    choices.set('errors', false);
    choices.set('usage', false);
    expect(isAllowed?.()).toBe(false);
    noteUsage('Signed in');
    await vi.dynamicImportSettled();
    expect(counted).toHaveBeenCalledTimes(1);

    startSentry.mockClear();
    startMixpanel.mockClear();
    const next = await load({ ...ERRORS, ...USAGE });
    expect(loaded()).toEqual([]);
    next.choices.set('errors', true);
    await vi.dynamicImportSettled();
    expect(loaded()).toEqual(['sentry']);
  });

  it('of another tab applies here', async () => {
    await load(ERRORS);
    const isAllowed = startSentry.mock.calls[0]?.[0].isAllowed;
    window.dispatchEvent(
      new StorageEvent('storage', { key: 'kpi.declined.errors', newValue: 'yes' }),
    );
    expect(isAllowed?.()).toBe(false);
    window.dispatchEvent(
      new StorageEvent('storage', { key: 'kpi.declined.errors', newValue: null }),
    );
    expect(isAllowed?.()).toBe(true);
  });
});

describe('an error', () => {
  it('before the reporting module is loaded is reported afterwards', async () => {
    await open(ERRORS);
    const early = new Error('early');
    expect(loaded()).toEqual([]);
    window.dispatchEvent(new ErrorEvent('error', { error: early }));
    await vi.waitFor(() => expect(reported).toHaveBeenCalledExactlyOnceWith(early));
  });
});
