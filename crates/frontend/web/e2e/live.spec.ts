import { type Browser, expect, type Page, test } from '@playwright/test';
import {
  type Account,
  authorization,
  call,
  expectSaved,
  newAccount,
  signIn,
  signUp,
  trySignIn,
} from './account';
import { violations } from './axe';
import { CONTEXT, openBrowser } from './browsers';
import { expectNoSidewaysScroll, expectTargets } from './layout';
import { expectNoReload, isLive } from './liveUpdates';
import { openPage } from './openPage';
import { DESKTOP, PHONE } from './screens';
import { OwnApp, OwnBackend } from './services';

test.use(CONTEXT);

/** The same person on another device. */
async function openDevice(browser: Browser, account: Account): Promise<Page> {
  const device = await openBrowser(browser);
  const live = isLive(device);
  await device.goto('/');
  await signIn(device, account);
  await live;
  return device;
}

const minutes = (page: Page, habit: string) => page.getByLabel(`${habit}: minutes`);

async function enter(page: Page, habit: string, value: string): Promise<void> {
  await minutes(page, habit).fill(value);
  await minutes(page, habit).blur();
}

/** `other` asks the page's user to be friends. */
async function askToBeFriends(page: Page, other: Page): Promise<void> {
  const { code } = (await call(page, 'GET', '/api/friends/code')) as { code: string };
  await call(other, 'POST', '/api/friends/requests', { code });
}

test('a second device shows what is saved on the first, and keeps what is being typed', async ({
  page,
  browser,
}) => {
  const live = isLive(page);
  const account = await signUp(page);
  await live;
  const device = await openDevice(browser, account);
  const stays = await expectNoReload(device);

  // A duration that is not read yet, and a title.
  await minutes(device, 'Exercise').fill('4');
  await enter(page, 'Reading', '20');
  await expectSaved(page);
  await expect(minutes(device, 'Reading')).toHaveValue('0:20');
  await expect(minutes(device, 'Exercise')).toHaveValue('4');
  await expect(minutes(device, 'Exercise')).toBeFocused();
  await minutes(device, 'Exercise').fill('45');
  await expectSaved(device);
  await expect(minutes(page, 'Exercise')).toHaveValue('0:45');
  await device.getByRole('button', { name: 'Add a task' }).first().click();
  await device.keyboard.type('Write the rep');
  await enter(page, 'Reading', '25');
  await expectSaved(page);
  await expect(minutes(device, 'Reading')).toHaveValue('0:25');
  await device.keyboard.type('ort');
  await expectSaved(device);
  await expect(page.getByRole('textbox', { name: /^Task/ })).toHaveValue('Write the report');

  // The year follows too.
  await device.getByRole('link', { name: 'Year' }).click();
  const today = device.locator('[data-date][aria-current=date]').first();
  const before = await today.getAttribute('data-tooltip');
  await enter(page, 'Work', '300');
  await expectSaved(page);
  await expect(today).not.toHaveAttribute('data-tooltip', before ?? '');
  await stays();
  await device.context().close();
});

test('a save is not asked for again where it was made', async ({ page, browser }) => {
  const bob = await openBrowser(browser);
  await signUp(bob, { ...newAccount(), name: 'Bob' });
  const live = isLive(page);
  await signUp(page);
  const socket = await live;
  const told = socket.waitForEvent('framereceived', {
    predicate: ({ payload }) => String(payload).includes('kpi.calculated'),
  });
  /** What is asked for after the save; before it, the new connection has asked for everything. */
  let asked: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PUT') asked = [];
    asked.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  await enter(page, 'Reading', '20');
  await told;
  await expectSaved(page);
  // Once a later event has led to requests, the save would have, too.
  const later = page.waitForRequest('**/api/notifications');
  await askToBeFriends(page, bob);
  await later;
  expect(asked.filter((request) => request.includes('/api/days/'))).toEqual([
    expect.stringMatching(/^PUT /),
  ]);
  await bob.context().close();
});

for (const [name, screen] of [
  ['a desktop', DESKTOP],
  ['a phone', PHONE],
] as const) {
  test.describe(`on ${name}`, () => {
    test.use(screen);

    test('a request, a message, a notification and presence come by themselves', async ({
      page,
      browser,
    }) => {
      const live = isLive(page);
      await signUp(page);
      await live;
      const bob = await openBrowser(browser, screen);
      const bobLive = isLive(bob);
      await signUp(bob, { ...newAccount(), name: 'Bob' });
      await bobLive;
      const stays = await expectNoReload(page);
      const bobStays = await expectNoReload(bob);
      const link = (name: string | RegExp) => page.getByRole('link', { name });
      // On a phone the page stands under "More", with its mark.
      const notificationMark =
        screen === PHONE
          ? page.getByRole('button', { name: 'More 1 unread' })
          : link('Notifications 1 unread');

      await openPage(page, /^Notifications/);
      await expect(page.getByText('Nothing yet')).toBeVisible();
      await page.waitForLoadState('networkidle');
      expect(await violations(page), 'no notifications').toEqual([]);
      await askToBeFriends(page, bob);
      const list = page.getByRole('list', { name: 'Notifications' });
      await expect(list).toContainText('Bob asks to be friends.');
      await expect(notificationMark).toBeVisible();
      await expectNoSidewaysScroll(page);
      if (screen === PHONE) await expectTargets(page);
      expect(await violations(page), 'a notification').toEqual([]);

      // Opening it leads to the request, and reads it.
      await list.getByRole('link', { name: 'Bob asks to be friends.' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Friends' })).toBeFocused();
      await expect(page.getByText(/\d unread/)).toHaveCount(0);
      await bob.getByRole('link', { name: 'Friends' }).click();
      await expect(bob.getByRole('list', { name: 'People you have asked' })).toContainText('Ada');
      await page.getByRole('button', { name: 'Accept the request of Bob' }).click();
      const ada = bob.getByRole('list', { name: 'Your friends' }).getByRole('listitem');
      await expect(ada).toContainText('Ada Tester');
      await expect(ada.getByText('online')).toBeAttached();
      const friend = page.getByRole('list', { name: 'Your friends' }).getByRole('listitem');
      await expect(friend.getByText('online')).toBeAttached();
      expect(await violations(page), 'a friend who is online').toEqual([]);

      // What Bob records moves in Ada's list.
      await expect(friend).toContainText('no KPI in 7 days');
      const { date, entries: due } = (await call(bob, 'GET', '/api/days/today')) as {
        date: string;
        entries: { habitId: string; target: number }[];
      };
      const entries = due.map(({ habitId, target: amount }) => ({
        habitId,
        amount,
        quality: null,
      }));
      const yesterday = new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
      await call(bob, 'PUT', `/api/days/${yesterday}`, { entries, tasks: [] });
      await expect(friend).toContainText('from 1 of 7 days');

      // A message is marked beside Friends until it is read.
      await link('Today').click();
      await expect(page.getByRole('heading', { level: 1, name: /^Today/ })).toBeFocused();
      const { id } = (await call(page, 'GET', '/api/auth/me')) as { id: string };
      await call(bob, 'POST', `/api/friends/${id}/messages`, { text: 'Well done' });
      await expect(link('Friends 1 unread')).toBeVisible();
      await expect(notificationMark).toBeVisible();
      const read = page.waitForResponse('**/api/friends/messages/read');
      await link('Friends').click();
      const messages = page.getByRole('list', { name: 'Messages of support' });
      await expect(messages).toContainText('Well done');
      await messages.scrollIntoViewIfNeeded();
      await read;
      await expect(link('Friends 1 unread')).toHaveCount(0);

      await openPage(page, /^Notifications/);
      await page.getByRole('button', { name: 'Mark all as read' }).click();
      await expect(page.getByText(/\d unread/)).toHaveCount(0);
      await expect(list).toBeFocused();

      // Bob goes.
      await link('Friends').click();
      await expect(friend.getByText('online')).toBeAttached();
      await stays();
      await bobStays();
      await bob.context().close();
      await expect(friend.getByText('online')).toHaveCount(0);
      await stays();
    });
  });
}

test('kinds of notifications are chosen in the settings', async ({ page, browser }) => {
  await signUp(page);
  await page.goto('/settings');
  const requests = page.getByRole('switch', { name: 'Requests to be friends' });
  const saved = page.waitForResponse('**/api/notifications/preferences');
  await expect(requests).toBeChecked();
  await saved;
  const set = page.waitForResponse(
    (response) => response.request().method() === 'PUT' && response.ok(),
  );
  await requests.uncheck();
  await set;
  await page.reload();
  await expect(requests).not.toBeChecked();
  await expect(page.getByRole('switch', { name: 'Messages of friends' })).toBeChecked();
  const bob = await openBrowser(browser);
  await signUp(bob, { ...newAccount(), name: 'Bob' });
  await askToBeFriends(page, bob);
  await page.goto('/notifications');
  await expect(page.getByText('Nothing yet')).toBeVisible();
  await bob.context().close();
});

/** Signs the page's user out everywhere, as another program of theirs does. */
async function endSessions(page: Page): Promise<void> {
  const headers = await authorization(page);
  const response = await page.request.post('/api/auth/logout-all', { headers });
  expect(response.ok()).toBe(true);
}

test('being signed out elsewhere ends the page by itself', async ({ page, browser }) => {
  const live = isLive(page);
  const account = await signUp(page);
  await live;
  const device = await openDevice(browser, account);
  await endSessions(device);
  for (const one of [page, device]) {
    await expect(one.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
    await expect(one.getByText('Your session has ended.')).toBeVisible();
  }
  const again = isLive(page);
  await trySignIn(page, account);
  await again;
  await device.context().close();
});

test('signing out closes the connection of every tab', async ({ page, context }) => {
  const socket = page.waitForEvent('websocket');
  await signUp(page);
  const other = await context.newPage();
  const otherSocket = other.waitForEvent('websocket');
  await other.goto('/');
  const sockets = [await socket, await otherSocket];
  const closed = sockets.map((one) => one.waitForEvent('close'));
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await Promise.all(closed);
  for (const tab of [page, other]) {
    await expect(tab.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
    await expect(tab.getByText('Your session has ended.')).toHaveCount(0);
  }
});

test('the connection comes back after the server was restarted, and what was missed is there', async ({
  browser,
}) => {
  const backend = await OwnBackend.start();
  const app = await OwnApp.start({}, backend.url);
  const page = await openBrowser(browser, { baseURL: app.url });
  const device = await openBrowser(browser, { baseURL: app.url });
  try {
    const live = isLive(page);
    const account = await signUp(page);
    await live;
    await device.goto('/');
    await signIn(device, account);
    const stays = await expectNoReload(page);
    const again = isLive(page);
    await backend.restart();
    await again;
    await enter(device, 'Reading', '20');
    await expectSaved(device);
    await expect(minutes(page, 'Reading')).toHaveValue('0:20');
    await stays();
  } finally {
    await page.context().close();
    await device.context().close();
    await app.stop();
    await backend.stop();
  }
});

test('it says when it is not live, and what it missed is there once it is again', async ({
  page,
  browser,
}) => {
  const account = await signUp(page);
  let isBlocked = true;
  await page.route('**/api/realtime/ticket', (route) =>
    isBlocked ? route.fulfill({ status: 503, json: {} }) : route.continue(),
  );
  await page.reload();
  const indicator = page.getByText('Not live: reconnecting');
  await expect(indicator).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(await violations(page)).toEqual([]);
  const device = await openDevice(browser, account);
  await enter(device, 'Reading', '20');
  await expectSaved(device);
  await expect(minutes(page, 'Reading')).toHaveValue('');
  isBlocked = false;
  await expect(minutes(page, 'Reading')).toHaveValue('0:20');
  await expect(indicator).toHaveCount(0);

  // While the server is away the banner says all.
  await page.context().setOffline(true);
  await enter(page, 'Reading', '25');
  await expect(page.getByText(/^You are offline\./)).toBeVisible();
  await expect(indicator).toHaveCount(0);
  await page.context().setOffline(false);
  await expect(minutes(device, 'Reading')).toHaveValue('0:25');
  await device.context().close();
});
