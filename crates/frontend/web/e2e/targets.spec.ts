import { expect, type Page, test } from '@playwright/test';
import { call, signUp } from './account';
import { expectTargets } from './layout';
import { NARROW_PHONE } from './screens';

test.use({ ...NARROW_PHONE, serviceWorkers: 'block' });

/** Records a day with a note, a rating and a task, and marks days away; the date, and a habit. */
async function aPast(page: Page): Promise<{ date: string; habit: string }> {
  const { date: today } = (await call(page, 'GET', '/api/days/today')) as { date: string };
  const day = (days: number) =>
    new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
  const { habits } = (await call(page, 'GET', '/api/habits')) as { habits: { id: string }[] };
  const habit = habits[0]?.id ?? '';
  await call(page, 'PUT', `/api/days/${day(-2)}`, {
    note: 'A walk',
    entries: [{ habitId: habit, amount: 480, quality: 4, note: 'Well' }],
    tasks: [],
  });
  for (const days of [-4, 4]) {
    await call(page, 'PUT', `/api/days/${day(days)}/exception`, { kind: 'travel', note: 'Rome' });
  }
  return { date: day(-2), habit };
}

test('what can be pressed is large enough for a finger', async ({ page }) => {
  for (const path of ['/sign-in', '/sign-up', '/forgot-password', '/invitation']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectTargets(page);
  }
  await signUp(page);
  const { date, habit } = await aPast(page);
  const [year = '', month = ''] = date.split('-');
  const { id: team } = (await call(page, 'POST', '/api/teams', { name: 'Harbour crew' })) as {
    id: string;
  };
  const goal = { title: 'Row', target: 10, unit: 'km', from: date, to: date, source: 'entered' };
  await call(page, 'POST', `/api/teams/${team}/goals`, goal);
  await call(page, 'POST', `/api/teams/${team}/messages`, { text: 'Row' });
  const { id: oneself } = (await call(page, 'GET', '/api/auth/me')) as { id: string };
  for (const path of [
    '/',
    `/day/${date}`,
    '/year',
    '/analytics',
    `/month/${year}/${Number(month)}`,
    `/habit/${habit}`,
    '/friends',
    '/notifications',
    '/settings',
    '/teams',
    `/teams/${team}/leaderboard`,
    `/teams/${team}/goals`,
    `/teams/${team}/activity`,
    `/teams/${team}/analytics`,
    `/teams/${team}/members`,
    `/teams/${team}/members/${oneself}`,
    `/teams/${team}/moderation`,
    `/teams/${team}/settings`,
  ]) {
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    await page.locator('details').evaluateAll((all) => {
      for (const details of all) details.setAttribute('open', '');
    });
    await expectTargets(page);
  }

  await page.goto(`/day/${date}`);
  await page.getByRole('button', { name: /^Sleep: quality/ }).tap();
  await expect(page.getByLabel('3 of 5')).toBeVisible();
  await page.getByRole('button', { name: 'Add a task' }).first().tap();
  await expectTargets(page, 'a rating and a task');
  await page.goto('/');
  await page.getByRole('button', { name: 'Away', exact: true }).tap();
  await expect(page.getByRole('list', { name: 'Marked ahead' })).toBeVisible();
  await expectTargets(page, 'the dialog of days away');
  await page.goto('/notes');
  await page.getByRole('searchbox').fill('walk');
  await expect(page.locator('mark')).toBeVisible();
  await expectTargets(page, 'found notes');
});
