import { readFile } from 'node:fs/promises';
import { type Browser, type Download, expect, type Page, test } from '@playwright/test';
import { call, newAccount, send, signUp } from './account';
import { violations } from './axe';
import { CONTEXT, openBrowser } from './browsers';
import { expectNoSidewaysScroll, expectTargets } from './layout';
import { DESKTOP, PHONE } from './screens';
import { place } from './team';

/** Bob, in a browser of his own. */
async function openBob(browser: Browser, screen: object): Promise<Page> {
  const page = await openBrowser(browser, screen);
  await signUp(page, { ...newAccount(), name: 'Bob' });
  return page;
}

/** A team that the page's user leads, with Bob as a member; its path. */
async function aTeam(page: Page, bob: Page): Promise<string> {
  const settings = { name: 'Runners', description: null };
  const { id } = (await call(page, 'POST', '/api/teams', settings)) as { id: string };
  const { joinCode } = (await call(page, 'GET', `/api/teams/${id}`)) as { joinCode: string };
  await call(bob, 'POST', '/api/teams/join', { code: joinCode });
  return `/teams/${id}`;
}

async function dayBefore(page: Page, days: number): Promise<string> {
  const { date } = (await call(page, 'GET', '/api/days/today')) as { date: string };
  return new Date(Date.parse(date) - days * 86_400_000).toISOString().slice(0, 10);
}

/** Records a day on which this share of each target was reached. */
async function record(page: Page, date: string, share: number): Promise<void> {
  const { habits } = (await call(page, 'GET', '/api/habits')) as {
    habits: { id: string; target: number }[];
  };
  const entries = habits.map(({ id, target }) => ({
    habitId: id,
    amount: target * share,
    quality: null,
  }));
  await call(page, 'PUT', `/api/days/${date}`, { entries, tasks: [] });
}

async function check(page: Page, where: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await expectNoSidewaysScroll(page, where);
  if (page.viewportSize()?.width !== DESKTOP.viewport.width) await expectTargets(page, where);
  expect(await violations(page), where).toEqual([]);
}

const goal = (page: Page, title: string) =>
  page
    .getByRole('list', { name: 'Goals' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: title }) });

async function textOf(download: Download): Promise<string> {
  return readFile(await download.path(), 'utf8');
}

for (const [name, screen] of [
  ['a desktop', DESKTOP],
  ['a phone', PHONE],
] as const) {
  test.describe(`on ${name}`, () => {
    test.use({ ...screen, ...CONTEXT });

    test('two people compare their days', async ({ page, browser }) => {
      await signUp(page);
      const bob = await openBob(browser, screen);
      const team = await aTeam(page, bob);
      await page.goto(team);
      await expect(page.getByText('No counted day yet')).toBeVisible();
      await expect(page.getByText(/Today is counted when it is over/)).toBeVisible();
      await check(page, 'an empty leaderboard');

      const yesterday = await dayBefore(page, 1);
      await record(page, yesterday, 1);
      await record(bob, yesterday, 0.5);
      await page.getByRole('radio', { name: 'Day' }).check();
      await page.reload();
      await page.getByRole('radio', { name: 'Day' }).check();
      await expect(place(page, 'Ada Tester (you)')).toContainText(/^1.*from 1 day/);
      await expect(place(page, 'Bob')).toContainText(/^2.*from 1 day.*needs attention/);
      await expect(page.getByRole('button', { name: 'Next day' })).toBeDisabled();
      await check(page, 'a leaderboard');

      const badge = place(page, 'Ada').getByRole('button', { name: /^Top/ });
      await expect(badge).toHaveAccessibleName(/Habits are done to 100% on average/);
      if (screen === PHONE) await badge.tap();
      else {
        await page.getByRole('button', { name: 'Previous day' }).focus();
        await page.keyboard.press('Tab');
        await page.keyboard.press('Tab');
        await expect(badge).toBeFocused();
      }
      await expect(page.getByTestId('tooltip')).toContainText('the badge takes 90%');
      await page.keyboard.press('Escape');
      await expect(page.getByTestId('tooltip')).toHaveCount(0);

      await page.getByRole('button', { name: 'Previous day' }).click();
      await expect(page.getByText('No counted day yet')).toBeVisible();
      await page.getByRole('button', { name: 'Next day' }).click();
      await expect(place(page, 'Bob')).toBeVisible();
      await page.getByRole('radio', { name: 'Dates' }).check();
      await page.getByLabel('From', { exact: true }).fill('2020-01-02');
      await page.getByLabel('To', { exact: true }).fill('2020-01-01');
      await expect(page.getByLabel('To', { exact: true })).toHaveAccessibleDescription(
        /before the first one/,
      );
      await expect(place(page, 'Bob')).toBeVisible();
      await page.getByRole('radio', { name: 'By goals' }).check();
      await expect(page.getByText('No goal in this period')).toBeVisible();

      // What one does not show is on no board, at once.
      await send(bob, 'PUT', '/api/sharing', { friends: 'nothing', teams: 'nothing' });
      await page.goto(team);
      await page.getByRole('radio', { name: 'Day' }).check();
      await expect(place(page, 'Ada')).toBeVisible();
      await expect(place(page, 'Bob')).toHaveCount(0);
      await expect(page.getByText('1 member does not show the KPI')).toBeVisible();
      await bob.goto(team);
      await bob.getByRole('radio', { name: 'Day' }).check();
      await expect(bob.getByText('You are not on the leaderboard')).toBeVisible();
      await check(bob, 'a leaderboard without oneself');
      await bob.getByRole('link', { name: 'Change what teams see' }).click();
      await expect(bob.locator('#sharing')).toBeFocused();
      await expect(bob.getByRole('heading', { name: 'What others see' })).toBeInViewport();
      await bob.context().close();
    });

    test('two people pursue goals of their team', async ({ page, browser }) => {
      await signUp(page);
      const bob = await openBob(browser, screen);
      const team = await aTeam(page, bob);
      const yesterday = await dayBefore(page, 1);
      await record(bob, yesterday, 0.5);

      await bob.goto(`${team}/goals`);
      await expect(bob.getByText('No goals yet')).toBeVisible();
      await expect(bob.getByRole('button', { name: 'Add a goal' })).toHaveCount(0);
      await page.goto(`${team}/goals`);
      await check(page, 'no goals');
      await page.getByRole('button', { name: 'Add a goal' }).click();
      const form = page.getByRole('dialog', { name: 'New goal' });
      await form.getByRole('button', { name: 'Add' }).click();
      await expect(form.getByLabel('What the goal is')).toBeFocused();
      await expect(form.getByLabel('Unit')).toHaveAccessibleDescription(/^Fill this in\./);
      await check(page, 'an incomplete goal');
      await form.getByLabel('What the goal is').fill('Run');
      await form.getByLabel('Target').fill('10,5');
      await form.getByLabel('Unit').fill('km');
      await form.getByRole('button', { name: 'Add' }).click();
      await expect(page.getByText('New goal: Run.')).toBeVisible();
      // The button that opened the form is in the card's head now.
      await expect(page.getByRole('heading', { name: 'Goals', exact: true })).toBeFocused();

      await goal(page, 'Run').getByRole('button', { name: 'Enter progress' }).click();
      const run = page.getByRole('dialog', { name: 'Run' });
      await run.getByLabel('Amount (km)').fill('a lot');
      await run.getByRole('button', { name: 'Save' }).click();
      await expect(run.getByLabel('Amount (km)')).toHaveAccessibleDescription(/^Enter a number/);
      await run.getByLabel('Amount (km)').fill('4.2');
      await run.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText(/^Saved: 4\.2.km/)).toBeVisible();
      await expect(run).toHaveCount(0);
      await expect(goal(page, 'Run')).toContainText(/4\.2 of 10\.5.km/);
      const enter = goal(page, 'Run').getByRole('button', { name: 'Enter progress' });
      await enter.click();
      await expect(run.getByRole('list', { name: 'What you have entered' })).toContainText('4.2');
      await expect(run.getByLabel('Amount (km)')).toHaveAccessibleDescription(/^Replaces 4\.2.km/);
      await check(page, 'entered progress');
      await run.getByRole('button', { name: /^Change/ }).click();
      await expect(run.getByLabel('Amount (km)')).toHaveValue('4.2');
      await run.getByLabel('Amount (km)').fill('10.5');
      await run.getByRole('button', { name: 'Save' }).click();
      await expect(goal(page, 'Run')).toContainText(/10\.5 of 10\.5.km/);
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect(goal(page, 'Run')).toContainText(/4\.2 of 10\.5.km/);
      await expect(goal(page, 'Run')).toContainText(/Team20%mean of 2 members/);

      await page.getByRole('button', { name: 'Add a goal' }).click();
      await form.getByLabel('What the goal is').fill('Read');
      await form.getByRole('radio', { name: 'A habit feeds it' }).check();
      await form.getByLabel('Target in minutes').fill('60');
      await form.getByLabel('First date').fill(yesterday);
      await form.getByRole('button', { name: 'Add' }).click();
      await expect(goal(page, 'Read')).toContainText('fed by habits');

      await bob.reload();
      await expect(goal(bob, 'Read').getByRole('button', { name: /^Delete|^Edit/ })).toHaveCount(0);
      await goal(bob, 'Read').getByRole('button', { name: 'Choose a habit' }).click();
      const read = bob.getByRole('dialog', { name: 'Read' });
      await read.getByLabel('Your habit for this goal').selectOption('Reading');
      await expect(read.getByText('Saved.')).toBeVisible();
      await expect(read.getByText(/^15.min of 1.h$/)).toBeVisible();
      await expect(read.getByRole('table')).toHaveCount(0);
      await check(bob, 'a chosen habit');
      await bob.keyboard.press('Escape');
      await expect(goal(bob, 'Read')).toContainText('Fed by your habit Reading');
      await expect(
        goal(bob, 'Read').getByRole('button', { name: 'Change the habit' }),
      ).toBeVisible();

      await page.reload();
      await goal(page, 'Read').getByRole('button', { name: 'Choose a habit' }).click();
      const members = page.getByRole('dialog', { name: 'Read' }).getByRole('table');
      await expect(members.getByRole('row').filter({ hasText: 'Bob' })).toContainText(/15.min25%/);
      await check(page, 'the progress of the members');
      await page.keyboard.press('Escape');

      await page.getByRole('button', { name: 'Edit Run' }).click();
      await page.getByLabel('What the goal is').fill('Run far');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('Saved: Run far.')).toBeVisible();
      await page.getByRole('button', { name: 'Delete Run far' }).click();
      await check(page, 'the confirmation');
      await page.getByRole('button', { name: 'Delete the goal' }).click();
      await expect(page.getByText('Deleted: Run far.')).toBeVisible();
      await expect(goal(page, 'Run far')).toHaveCount(0);
      await expect(page.getByRole('heading', { name: 'Goals', exact: true })).toBeFocused();
      await check(page, 'goals');

      await page.goto(`${team}/leaderboard`);
      await page.getByRole('radio', { name: 'By goals' }).check();
      await page.getByRole('radio', { name: 'Day' }).check();
      await expect(place(page, 'Bob')).toContainText(/^1.*25%$/);
      await expect(place(page, 'Ada')).toContainText(/^2.*0%$/);
      await bob.context().close();
    });

    test('two people write to their team', async ({ page, browser }) => {
      await signUp(page);
      const bob = await openBob(browser, screen);
      const team = await aTeam(page, bob);
      await bob.goto(`${team}/activity`);
      const feed = (of: Page) => of.getByRole('list', { name: 'What happened' });
      await expect(feed(bob).getByRole('listitem').first()).toContainText('You joined');
      await bob.getByLabel('Message', { exact: true }).fill('Well done');
      await expect(bob.getByText('271 characters left')).toBeVisible();
      await bob.keyboard.press('Enter');
      await expect(feed(bob)).toContainText('Well done');
      await expect(bob.getByLabel('Message', { exact: true })).toHaveValue('');
      await bob.getByLabel('Message', { exact: true }).fill('See you');
      await bob.getByRole('button', { name: 'Send', exact: true }).click();
      await expect(feed(bob)).toContainText('See you');
      await check(bob, 'the activity');
      await feed(bob)
        .getByRole('listitem')
        .filter({ hasText: 'Well done' })
        .getByRole('button', { name: 'Remove the message of Bob' })
        .click();
      await bob.getByRole('button', { name: 'Remove', exact: true }).click();
      await expect(bob.getByText('The message is removed.')).toBeVisible();
      await expect(feed(bob)).not.toContainText('Well done');
      await expect(bob.getByRole('heading', { name: 'What happened' })).toBeFocused();

      await page.goto(`${team}/activity`);
      await expect(feed(page)).toContainText('Bob joined');
      await page.getByRole('button', { name: 'Remove the message of Bob' }).click();
      await expect(page.getByText(/the moderation log tells/)).toBeVisible();
      await page.getByRole('button', { name: 'Remove', exact: true }).click();
      await expect(feed(page)).not.toContainText('See you');

      // Muted meanwhile: the page is told at once.
      const members = (await call(page, 'GET', `/api${team}/members`)) as {
        members: { id: string; name: string }[];
      };
      const id = members.members.find((member) => member.name === 'Bob')?.id ?? '';
      const until = new Date(Date.now() + 3_600_000).toISOString();
      const muting = { until, reason: 'Enough for today' };
      await send(page, 'PUT', `/api${team}/members/${id}/muting`, muting);
      await expect(bob.getByLabel('Message', { exact: true })).toBeDisabled();
      await expect(bob.getByLabel('Message', { exact: true })).toHaveAccessibleDescription(
        /has muted you/,
      );
      await check(bob, 'a muted member');
      await bob.context().close();
    });

    test('who leads a team sees how it does', async ({ page, browser }) => {
      await signUp(page);
      const bob = await openBob(browser, screen);
      const team = await aTeam(page, bob);
      await page.goto(`${team}/analytics`);
      await expect(page.getByText('Two days with a counted KPI')).toBeVisible();
      await check(page, 'empty analytics');
      for (const days of [1, 2]) await record(page, await dayBefore(page, days), 1);
      await record(bob, await dayBefore(page, 1), 0.5);
      await page.reload();
      await expect(page.getByText('Active', { exact: true }).locator('..')).toContainText('2');
      const trend = page.getByRole('region', { name: 'Mean KPI by day' });
      const cursor = trend.getByRole('slider', { name: 'Date' });
      await cursor.focus();
      await expect(cursor).toHaveAttribute('aria-valuetext', /from 2 members/);
      await page.keyboard.press('ArrowLeft');
      await expect(cursor).toHaveAttribute('aria-valuetext', /from 1 member\./);
      await check(page, 'analytics');
      const buttons = page.getByRole('button', { name: 'Show as table' });
      while ((await buttons.count()) > 0) await buttons.first().click();
      await expect(trend.getByRole('row')).toHaveCount(31);
      await check(page, 'analytics as tables');

      await bob.goto(`${team}/analytics`);
      await expect(bob.getByRole('heading', { name: 'For leaders and deputies' })).toBeVisible();
      await bob.context().close();
    });
  });
}

test.describe('with the content security policy', () => {
  test.use({ ...DESKTOP, serviceWorkers: 'block' });

  test('a team is exported as a file', async ({ page, browser }) => {
    await signUp(page);
    const bob = await openBob(browser, DESKTOP);
    const team = await aTeam(page, bob);
    const yesterday = await dayBefore(page, 1);
    await record(bob, yesterday, 0.5);
    await page.goto(`${team}/analytics`);
    for (const format of ['csv', 'json']) {
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name: `Save as ${format.toUpperCase()}` }).click();
      const download = await saved;
      expect(download.suggestedFilename()).toMatch(
        new RegExp(`^team-\\d{4}-\\d\\d-\\d\\d-${yesterday}\\.${format}$`),
      );
      const text = await textOf(download);
      expect(text).toContain('Bob');
      expect(text).toContain(yesterday);
      if (format === 'json') expect(JSON.parse(text)).toMatchObject({ name: 'Runners' });
    }
    await page.route('**/export?*', (route) => route.abort());
    await page.getByRole('button', { name: 'Save as CSV' }).click();
    await expect(
      page.getByRole('alert').filter({ hasText: /server did not respond/ }),
    ).toBeVisible();
    await bob.context().close();
  });
});
