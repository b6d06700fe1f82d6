import { test as base, expect, type Page } from '@playwright/test';
import { newAccount, signUp } from './account';
import { violations } from './axe';
import { Receiver } from './receiver';
import { OwnApp } from './services';

interface Services {
  sentry: Receiver;
  mixpanel: Receiver;
  app: OwnApp;
}

/** The app with both reports enabled, and fakes of the reporting services. */
const test = base.extend<object, Services>({
  sentry: [
    async ({}, use) => {
      const receiver = await Receiver.start();
      await use(receiver);
      await receiver.stop();
    },
    { scope: 'worker' },
  ],
  mixpanel: [
    async ({}, use) => {
      const receiver = await Receiver.start();
      await use(receiver);
      await receiver.stop();
    },
    { scope: 'worker' },
  ],
  app: [
    async ({ sentry, mixpanel }, use) => {
      const app = await OwnApp.start({
        VITE_SENTRY_DSN: sentry.origin.replace('://', '://publickey@') + '/7',
        VITE_SENTRY_ENVIRONMENT: 'rehearsal',
        VITE_ENABLE_ERROR_REPORTING: 'true',
        VITE_MIXPANEL_TOKEN: 'project-of-tests',
        VITE_MIXPANEL_API_HOST: mixpanel.origin,
        VITE_ENABLE_ANALYTICS: 'true',
        VITE_APP_VERSION: '9.8.7',
        VITE_DEBUG_MODE: 'true',
      });
      await use(app);
      await app.stop();
    },
    { scope: 'worker' },
  ],
});

const onTheApp = test.extend<{ baseURL: string }>({
  baseURL: async ({ app }, use) => use(app.url),
});

/** Causes an unhandled error in the page. */
async function fail(page: Page, message: string): Promise<void> {
  await page.evaluate((message) => {
    setTimeout(() => {
      throw new Error(message);
    });
  }, message);
}

const reportCode = /\/assets\/(sentry|mixpanel)-/;

onTheApp(
  'errors and usage are reported without personal data',
  async ({ page, sentry, mixpanel }) => {
    // 10 % of the visits are traced; this one is.
    await page.addInitScript(() => (Math.random = () => 0.01));
    const logged: string[] = [];
    page.on('console', (message) => logged.push(message.text()));
    const account = await signUp(page, { ...newAccount(), name: 'Grace Hopper-Tester' });
    // An event is lost if the page goes before the module that reports it has loaded.
    await expect.poll(() => mixpanel.everything).toContain('"event":"Signed up"');
    await page.goto('/day/2026-01-15?ticket=never-to-be-sent#nor-this');
    await expect(page.getByRole('heading', { level: 1, name: /15 January 2026/ })).toBeVisible();
    const opened = await page.request.post('/api/auth/login', {
      data: { email: account.email, password: account.password },
    });
    const { token } = (await opened.json()) as { token: string };
    expect(token.split('.')).toHaveLength(3);
    await fail(page, `Boom for ${account.email}, password="${account.password}", ${token}`);

    await expect.poll(() => sentry.everything).toContain('Boom for [removed]');
    await expect.poll(() => sentry.everything).toContain('"type":"transaction"');
    expect(sentry.everything).toContain('"release":"9.8.7"');
    expect(sentry.everything).toContain('"environment":"rehearsal"');
    expect(sentry.everything).toContain('"transaction":"/day/:date"');

    await expect.poll(() => mixpanel.everything).toContain('"page":"/day/:date"');
    expect(mixpanel.everything).toContain('"event":"Page opened"');
    expect(mixpanel.arrivals.map(({ path }) => path).join()).not.toContain('ip=1');

    for (const everything of [sentry.everything, mixpanel.everything]) {
      for (const secret of [
        account.email,
        account.name,
        account.password,
        token,
        token.split('.')[2] ?? 'no signature',
        'never-to-be-sent',
        'nor-this',
        'horse',
        '2026-01-15',
      ]) {
        expect(everything).not.toContain(secret);
      }
    }
    expect(mixpanel.everything).not.toContain('$current_url');
    expect(await page.evaluate(() => [localStorage, sessionStorage].flatMap(Object.keys))).toEqual(
      expect.not.arrayContaining([expect.stringMatching(/mixpanel|^mp_|__mp/)]),
    );
    // The session's own cookie alone.
    const cookies = await page.context().cookies();
    expect(cookies.map(({ name }) => name)).toEqual(['kpi_session']);

    // The debug log in the console contains no secrets either.
    expect(logged).toContainEqual(
      expect.stringMatching(
        /^\[kpi\] api: POST \/api\/auth\/register: 201 in \d+ ms, request \S+$/,
      ),
    );
    expect(logged).toContain('[kpi] page: /day/:date');
    expect(logged).toContain('[kpi] reports: errors are reported');
    expect(logged.filter((line) => line.startsWith('[kpi]')).join()).not.toContain(account.email);
  },
);

onTheApp(
  'nothing is reported once declined, until allowed again',
  async ({ page, browser, app, sentry, mixpanel }) => {
    await signUp(page);
    await page.getByRole('link', { name: 'Settings' }).click();
    const errors = page.getByRole('switch', { name: 'Report errors of the app' });
    const usage = page.getByRole('switch', { name: 'Report which pages are used' });
    await expect(errors).toBeChecked();
    await expect.poll(() => mixpanel.everything).toContain('"page":"/settings"');
    await errors.uncheck();
    await usage.uncheck();
    const counted = mixpanel.arrivals.length;
    await fail(page, 'Declined, in the same visit');
    await page.getByRole('link', { name: 'Year' }).click();
    await expect(page.getByRole('heading', { level: 1, name: /^Year/ })).toBeFocused();

    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(request.url()));
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: /^Year/ })).toBeVisible();
    await fail(page, 'Declined, in the next visit');
    await page.getByRole('link', { name: 'Settings' }).click();
    await expect(errors).not.toBeChecked();
    await expect(usage).not.toBeChecked();
    expect(fetched.filter((url) => reportCode.test(url) || !url.startsWith(app.url))).toEqual([]);
    expect(mixpanel.arrivals).toHaveLength(counted);

    // A later report of another page arrives after anything that was still in flight.
    const other = await browser.newContext({ baseURL: app.url });
    const elsewhere = await other.newPage();
    await elsewhere.goto('/sign-in');
    await expect(elsewhere.getByRole('heading', { level: 1 })).toBeVisible();
    await fail(elsewhere, 'Reported by somebody else');
    await expect.poll(() => sentry.everything).toContain('Reported by somebody else');
    await other.close();
    expect(sentry.everything).not.toContain('Declined');

    await errors.check();
    await expect
      .poll(async () => {
        await fail(page, 'Allowed again');
        return sentry.everything;
      })
      .toContain('Allowed again');
    expect(sentry.everything).not.toContain('Declined');
  },
);

onTheApp('a browser that asks not to be tracked is not counted', async ({ page, mixpanel }) => {
  await page.addInitScript(() =>
    Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }),
  );
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  const counted = mixpanel.arrivals.length;
  await signUp(page);
  await page.getByRole('link', { name: 'Settings' }).click();
  const usage = page.getByRole('switch', { name: 'Report which pages are used' });
  await expect(usage).toBeDisabled();
  await expect(usage).not.toBeChecked();
  await expect(page.getByText('Your browser asks not to be tracked')).toBeVisible();
  expect(fetched.filter((url) => url.includes('mixpanel-'))).toEqual([]);
  expect(mixpanel.arrivals).toHaveLength(counted);
});

onTheApp(
  'the policy opens the configured hosts and no others',
  async ({ page, sentry, mixpanel }) => {
    const response = await page.goto('/sign-in');
    const policy = response?.headers()['content-security-policy'] ?? '';
    expect(policy).toContain(`connect-src 'self' ${sentry.origin} ${mixpanel.origin};`);
    const stranger = await Receiver.start();
    const blocked = await page.evaluate(
      (url) =>
        fetch(url).then(
          () => false,
          () => true,
        ),
      stranger.origin,
    );
    expect(blocked).toBe(true);
    expect(stranger.arrivals).toEqual([]);
    await stranger.stop();
  },
);

for (const colorScheme of ['light', 'dark'] as const) {
  onTheApp.describe(`in the ${colorScheme} theme`, () => {
    onTheApp.use({ colorScheme, bypassCSP: true, reducedMotion: 'reduce' });

    onTheApp('the choice can be made by everyone', async ({ page }) => {
      await signUp(page);
      await page.getByRole('link', { name: 'Settings' }).click();
      const card = page.getByRole('region', { name: 'Privacy' });
      await expect(card).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await card.getByRole('switch').first().focus();
      await page.keyboard.press('Space');
      await expect(card.getByRole('switch').first()).not.toBeChecked();
      expect(await violations(page)).toEqual([]);
    });
  });
}

base(
  'where nothing is configured nothing leaves, and there is nothing to choose',
  async ({ page, baseURL }) => {
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(request.url()));
    const response = await page.goto('/sign-up');
    expect(response?.headers()['content-security-policy']).toContain("connect-src 'self';");
    await signUp(page);
    await fail(page, 'Nobody hears of it');
    await page.getByRole('link', { name: 'Settings' }).click();
    await expect(page.getByRole('heading', { name: 'Profile' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Privacy' })).toHaveCount(0);
    await page.waitForLoadState('networkidle');
    expect(fetched.length).toBeGreaterThan(0);
    expect(
      fetched.filter((url) => reportCode.test(url) || new URL(url).origin !== baseURL),
    ).toEqual([]);
  },
);
