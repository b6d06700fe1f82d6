import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { call, enterTime, expectSaved, send, signUp } from './account';
import { violations } from './axe';
import { CONTEXT } from './browsers';
import { expectNoSidewaysScroll, expectTargets } from './layout';
import { DESKTOP, PHONE } from './screens';

test.use(CONTEXT);

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

interface Session {
  id: string;
  endedAt: string | null;
}

const clock = (page: Page) => page.getByTestId('focus-clock');
const ended = (page: Page) => page.getByTestId('focus-ended');
const panel = (page: Page, name: string) => page.getByRole('region', { name: `Focus: ${name}` });
const sessions = (page: Page) => page.getByRole('region', { name: 'Focus sessions' });
const minutesOf = (page: Page, habit: string) => page.getByLabel(`${habit}: minutes`);

/** Starts a session by the dialog, on the habit that is chosen there. */
async function start(page: Page, habit: string, length: string): Promise<void> {
  await page.getByRole('button', { name: 'Start a focus session', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Start a focus session' });
  await dialog.getByLabel('What on').selectOption({ label: habit });
  await dialog.getByRole('button', { name: length, exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(panel(page, habit)).toBeFocused();
}

interface Told {
  /** Its length. */
  minutes?: number;
  /** How long it was, if it is over. */
  lasted?: number;
}

/** Tells the server of a session, as another device does; it began so long ago. */
async function tell(page: Page, habit: string, ago: number, told: Told = {}): Promise<void> {
  const { habits } = (await call(page, 'GET', '/api/habits')) as {
    habits: { id: string; name: string }[];
  };
  const habitId = habits.find(({ name }) => name === habit)?.id;
  const start = Date.now() - ago;
  const { minutes, lasted } = told;
  await send(page, 'POST', '/api/focus/start', {
    habitId,
    startedAt: new Date(start).toISOString(),
    ...(minutes !== undefined && { minutes }),
    ...(lasted !== undefined && { endedAt: new Date(start + lasted).toISOString() }),
  });
}

async function running(page: Page): Promise<Session | null> {
  const current = (await call(page, 'GET', '/api/focus/current')) as { session: Session | null };
  return current.session;
}

/** A second tab of the same browser. */
async function openTab(context: BrowserContext): Promise<Page> {
  const tab = await context.newPage();
  await tab.goto('/');
  return tab;
}

for (const [device, screen] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
  test.describe(`on a ${device}`, () => {
    test.use(screen);

    test('a session is started, seen in a second tab, stopped there and corrected', async ({
      page,
      context,
    }) => {
      await signUp(page);
      await start(page, 'Reading', '25 min');
      await expect(clock(page)).toHaveText(/^24:\d\d$/);
      await expect(page).toHaveTitle(/^24:\d\d · Today/);
      await expect(panel(page, 'Reading')).toContainText(/Until \d\d:\d\d/);
      expect(await violations(page)).toEqual([]);
      await expectNoSidewaysScroll(page);

      // The title can be left alone, and a reload keeps the session.
      await page.getByText('Sound and title').click();
      await page.getByRole('switch', { name: 'Time in the title of the tab' }).uncheck();
      await expect(page).toHaveTitle(/^Today/);
      await page.reload();
      await expect(clock(page)).toHaveText(/^24:\d\d$/);
      await expect(page).toHaveTitle(/^Today/);

      const tab = await openTab(context);
      await panel(tab, 'Reading').getByRole('button', { name: 'Stop', exact: true }).click();
      await expect(clock(tab)).toHaveCount(0);
      await page.bringToFront();
      await expect(clock(page)).toHaveCount(0);
      await expect(ended(page)).toHaveCount(0);

      await tell(page, 'Reading', 60 * MINUTE_MS, { lasted: 30 * MINUTE_MS });
      await expect(minutesOf(page, 'Reading')).toHaveValue('0:30');
      const list = sessions(page);
      await expect(list.getByRole('listitem')).toHaveCount(2);
      await list
        .getByRole('button', { name: /^Correct: Reading/ })
        .first()
        .click();
      const dialog = page.getByRole('dialog', { name: 'Correct the session' });
      await dialog.getByLabel('How long it was').fill('20');
      await dialog.getByRole('switch', { name: 'I was interrupted' }).check();
      expect(await violations(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Save' }).click();
      await expect(dialog).toHaveCount(0);
      await expect(list.getByRole('listitem').first()).toContainText('20 min · interrupted');
      await expect(minutesOf(page, 'Reading')).toHaveValue('0:20');

      // Deleting it takes its minutes, and Undo brings them back.
      await list
        .getByRole('button', { name: /^Delete: Reading/ })
        .first()
        .click();
      await expect(list.getByRole('listitem')).toHaveCount(1);
      await expect(minutesOf(page, 'Reading')).toHaveValue('');
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect(minutesOf(page, 'Reading')).toHaveValue('0:20');
      await expect(list.getByRole('listitem').first()).toContainText('20 min · interrupted');
      expect(await violations(page)).toEqual([]);
    });

    test('a device that slept past the deadline says when it was, and asks what counts', async ({
      page,
    }) => {
      await page.clock.install();
      await signUp(page);
      await tell(page, 'Reading', 25 * MINUTE_MS - 8 * SECOND_MS, { minutes: 25 });
      await page.reload();
      await expect(page).toHaveTitle(/^0:0\d · /);
      // Asleep: nothing of the page runs, while the session ends.
      await page.clock.pauseAt(Date.now() + SECOND_MS);
      await expect.poll(() => running(page)).toBeNull();
      await expect(clock(page)).toBeVisible();
      await page.clock.resume();
      await page.clock.fastForward(3 * 60 * MINUTE_MS);
      await expect(ended(page)).toContainText(/Reading ended at \d\d:\d\d/);
      await expect(ended(page)).toContainText('25 min were added to the day');
      await expect(minutesOf(page, 'Reading')).toHaveValue('0:25');
      expect(await violations(page)).toEqual([]);

      await ended(page).getByRole('button', { name: 'Only a part' }).click();
      await page.getByLabel('How long it was').fill('10');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(ended(page)).toHaveCount(0);
      await expect(minutesOf(page, 'Reading')).toHaveValue('0:10');
      await page.reload();
      await expect(sessions(page)).toContainText('10 min');
      await expect(ended(page)).toHaveCount(0);
    });

    test('of a session without a length that ran while the device slept one chooses how much counts', async ({
      page,
    }) => {
      await page.clock.install();
      await signUp(page);
      await tell(page, 'Reading', 30 * MINUTE_MS);
      await page.reload();
      await expect(clock(page)).toHaveText(/^30:\d\d$/);
      // The device remembers that it was seen.
      await expect(page).toHaveTitle(/^30:\d\d · /);
      // The server's clock goes on with the device's.
      const asleep = 3 * 60 * MINUTE_MS;
      await page.route('/api/focus/current', async (route) => {
        const response = await route.fetch();
        const body = (await response.json()) as { now: string };
        const now = new Date(Date.parse(body.now) + asleep).toISOString();
        await route.fulfill({ response, json: { ...body, now } });
      });
      await page.clock.fastForward(asleep);
      await expect(clock(page)).toHaveText(/^3:30:\d\d$/);
      await expect(panel(page, 'Reading')).toContainText('This device did not show the session');
      expect(await violations(page)).toEqual([]);
      await expectNoSidewaysScroll(page);
      await page.getByRole('button', { name: /^Until \d\d:\d\d \(30 min\)$/ }).click();
      await expect(sessions(page)).toContainText('30 min');
      await expect(minutesOf(page, 'Reading')).toHaveValue('0:30');
      await page.unrouteAll({ behavior: 'ignoreErrors' });
    });
  });
}

test.describe('on a desktop', () => {
  test.use(DESKTOP);

  test('a second start shows the session that runs on another device', async ({ page }) => {
    await signUp(page);
    // The page learns nothing by itself.
    await page.route('/api/realtime/**', (route) => route.abort());
    await page.reload();
    await page.getByRole('button', { name: 'Start a focus session: Work' }).click();
    const dialog = page.getByRole('dialog', { name: 'Start a focus session' });
    await expect(dialog.getByLabel('What on')).toHaveValue(/^habit /);
    await tell(page, 'Reading', 5 * MINUTE_MS, { minutes: 50 });
    await dialog.getByRole('button', { name: '25 min' }).click();
    await expect(dialog.getByRole('alert')).toHaveText(
      'A focus session is running already. Stop it first.',
    );
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(panel(page, 'Reading')).toBeVisible();
    await expect(clock(page)).toHaveText(/^4[45]:\d\d$/);
  });

  test('what is done without a network is told later', async ({ page, context }) => {
    await signUp(page);
    await page.getByRole('button', { name: 'Start a focus session', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await context.setOffline(true);
    await start(page, 'Reading', 'Until I stop it');
    await expect(clock(page)).toHaveText(/^0:\d\d$/);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(clock(page)).toHaveCount(0);
    await context.setOffline(false);
    await expect(sessions(page).getByRole('listitem')).toHaveCount(1);
    expect(await running(page)).toBeNull();
  });

  test('a task gets its minutes, by the keyboard', async ({ page }) => {
    await signUp(page);
    await page.getByRole('button', { name: 'Add a task' }).click();
    await page.keyboard.type('Report');
    await expectSaved(page);
    const timer = page.getByRole('button', { name: 'Start a focus session: Report' });
    await timer.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: '1 h 30 min' }).focus();
    await page.keyboard.press('Enter');
    await expect(panel(page, 'Report')).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeFocused();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(sessions(page)).toContainText('interrupted');
  });

  test('over midnight it counts for the day in which it began', async ({ page }) => {
    await signUp(page);
    // Somewhere the day has just begun.
    const hour = new Date().getUTCHours();
    const timeZone = hour <= 12 ? `Etc/GMT+${hour}` : `Etc/GMT-${24 - hour}`;
    const profile = { name: 'Ada', timeZone, dayStartHour: 0, language: 'en', theme: 'system' };
    await send(page, 'PUT', '/api/auth/me', profile);
    await page.reload();
    await tell(page, 'Reading', 65 * MINUTE_MS);
    await page.reload();
    await expect(clock(page)).toHaveText(/^1:05:\d\d$/);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(clock(page)).toHaveCount(0);
    await expect(minutesOf(page, 'Reading')).toHaveValue('');
    await page.getByRole('button', { name: 'Previous day' }).click();
    await expect(minutesOf(page, 'Reading')).toHaveValue('1:05');
    await expect(sessions(page)).toContainText('1 h 5 min');
  });

  test('an entry has at most the minutes of a day, and the list tells it', async ({ page }) => {
    await signUp(page);
    await enterTime(page, 'Reading: minutes', '23:50');
    await expectSaved(page);
    await tell(page, 'Reading', 60 * MINUTE_MS, { lasted: 30 * MINUTE_MS });
    await expect(minutesOf(page, 'Reading')).toHaveValue('24:00');
    await expect(sessions(page)).toContainText('10 min added to the day');
  });
});

test.describe('on a phone', () => {
  test.use(PHONE);

  test('what can be pressed is large enough, in Russian too', async ({ page }) => {
    await signUp(page);
    await tell(page, 'Reading', 90 * MINUTE_MS, { lasted: 60 * MINUTE_MS });
    await tell(page, 'Work', 5 * MINUTE_MS);
    await page.reload();
    await expect(clock(page)).toBeVisible();
    await page.locator('details').evaluateAll((all) => {
      for (const details of all) details.setAttribute('open', '');
    });
    await expectTargets(page);
    await page.getByRole('button', { name: /^Reading: quality/ }).tap();
    await expectTargets(page);
    const profile = {
      name: 'Ада',
      timeZone: 'UTC',
      dayStartHour: 0,
      language: 'ru',
      theme: 'dark',
    };
    await send(page, 'PUT', '/api/auth/me', profile);
    await page.reload();
    await expect(page.getByRole('button', { name: 'Остановить', exact: true })).toBeVisible();
    await expectNoSidewaysScroll(page);
    expect(await violations(page)).toEqual([]);
  });
});
