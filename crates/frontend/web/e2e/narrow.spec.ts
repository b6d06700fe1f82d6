import { expect, type Page, test } from '@playwright/test';
import { expectSaved, signUp } from './account';
import { expectNoSidewaysScroll } from './layout';

test.use({
  viewport: { width: 320, height: 640 },
  hasTouch: true,
  isMobile: true,
  serviceWorkers: 'block',
});

const UNBROKEN = 'W'.repeat(100);
const ARABIC = 'قراءة 30';

/** Gives habits, tasks and the user the longest names, in all answers of the API. */
async function lengthenNames(page: Page): Promise<void> {
  await page.route('**/api/**', async (route) => {
    const response = await route.fetch();
    if (!response.headers()['content-type']?.includes('json')) return route.fulfill({ response });
    const text = (await response.text())
      .replaceAll('"name":"Reading"', `"name":"${UNBROKEN}"`)
      .replaceAll('"name":"Ada Tester"', `"name":"${UNBROKEN}"`)
      .replaceAll('"name":"Work"', `"name":"${ARABIC}"`)
      .replaceAll('"title":"Plan"', `"title":"${UNBROKEN}"`);
    return route.fulfill({ response, body: text });
  });
}

async function showTables(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Show as table' });
  for (let left = await button.count(); left > 0; left -= 1) await button.first().tap();
}

test('no page scrolls sideways, whatever the names', async ({ page }) => {
  for (const path of [
    '/sign-in',
    '/sign-up',
    '/forgot-password',
    '/reset-password',
    '/reset-password?token=some',
    '/verify-email?token=some',
  ]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectNoSidewaysScroll(page);
  }

  await page.route('**/api/invitations/look-up', (route) =>
    route.fulfill({
      json: {
        target: { kind: 'friend' },
        inviter: UNBROKEN,
        maskedEmail: `W•••@${UNBROKEN}.org`,
        email: null,
        expiresAt: '2026-12-07T12:00:00Z',
        canRegister: true,
      },
    }),
  );
  await page.goto('/invitation?token=some');
  await expect(page.getByRole('heading', { level: 1, name: /^WWW/ })).toBeVisible();
  await expectNoSidewaysScroll(page, 'an invitation');
  await page.evaluate(() => sessionStorage.clear());

  await lengthenNames(page);
  await signUp(page);
  await expectNoSidewaysScroll(page, 'the first run');
  await page.getByLabel(`${UNBROKEN}: minutes`).fill('30');
  await page.getByLabel(`${UNBROKEN}: minutes`).blur();
  await page.getByLabel(/قراءة 30.*: minutes/).fill('45');
  await page.getByLabel(/قراءة 30.*: minutes/).blur();
  await page.getByRole('button', { name: 'Add a task' }).first().tap();
  await page.getByLabel('Task 1: title').fill('Plan');
  await expectSaved(page);
  await page.reload();
  await expect(page.getByLabel('Task 1: title')).toHaveValue(UNBROKEN);
  await expectNoSidewaysScroll(page, 'today');
  await showTables(page);
  await page.getByLabel('Note of the day').fill(UNBROKEN);
  await expectSaved(page);
  await page.goto('/day/2020-03-01');
  await page.getByRole('button', { name: 'Away', exact: true }).tap();
  const away = page.getByRole('dialog', { name: 'Days away' });
  await away.getByLabel('What happened').selectOption('technical');
  await away.getByLabel('Note (optional)').fill(UNBROKEN);
  await expectNoSidewaysScroll(page, 'the form of days away');
  await away.getByRole('button', { name: 'Mark as away' }).tap();
  await expect(page.getByRole('button', { name: /^Technical problems, / })).toBeVisible();
  await expectNoSidewaysScroll(page, 'a day away');
  await page.goto('/year/2020');
  await expect(page.getByRole('region', { name: 'Days away' })).toContainText(UNBROKEN);
  await expectNoSidewaysScroll(page, 'a year with days away');
  await page.goto('/notes');
  await page.getByRole('searchbox').fill('www');
  await expect(page.locator('mark').first()).toBeVisible();
  await expectNoSidewaysScroll(page, 'found notes');

  const person = { id: '0190a3f0-0000-7000-8000-000000000000', name: UNBROKEN };
  const at = '2026-03-03T10:00:00Z';
  const week = { from: '2026-03-01', to: '2026-03-07', mean: 123.4, band: 'exceptional' };
  await page.route('**/api/friends', (route) =>
    route.fulfill({
      json: {
        friends: [
          {
            ...person,
            since: at,
            muted: false,
            shows: 'kpi',
            week: { ...week, countedDays: 5, awayDays: 2 },
          },
        ],
        incoming: [{ ...person, at }],
        outgoing: [{ ...person, at }],
        blocked: [person],
        unreadMessages: 1,
      },
    }),
  );
  await page.route('**/api/friends/messages', (route) =>
    route.fulfill({
      json: { messages: [{ id: 'one', from: person, text: UNBROKEN, at, read: false }] },
    }),
  );
  const invitation = {
    id: 'one',
    target: { kind: 'friend' },
    email: `${UNBROKEN}@example.org`,
    inviter: UNBROKEN,
    status: 'open',
    createdAt: at,
    expiresAt: at,
  };
  await page.route('**/api/invitations?*', (route) =>
    route.fulfill({ json: { invitations: [invitation], more: true } }),
  );
  await page.route('**/api/invitations/one/resend', (route) =>
    route.fulfill({ json: { invitation, path: `/invitation?token=${UNBROKEN}`, mailed: true } }),
  );
  await page.goto('/friends');
  await page.getByRole('button', { name: /^Send again to / }).tap();
  await expect(page.getByText(/^A mail is on its way/)).toBeVisible();
  await expect(page.getByRole('list', { name: 'Messages of support' })).toContainText(UNBROKEN);
  await page.getByText('1 blocked person').tap();
  await expectNoSidewaysScroll(page, 'friends');
  await page.route('**/api/friends/*/progress', (route) =>
    route.fulfill({
      json: {
        person,
        shows: 'habits',
        from: '2026-02-01',
        to: '2026-03-02',
        days: [{ date: '2026-03-01', kpi: 123.4, band: 'high', away: false, plausible: true }],
        habits: [{ name: UNBROKEN, completion: 1.234, scheduledDays: 30, streak: 1234 }],
      },
    }),
  );
  await page.goto(`/friends/${person.id}`);
  await expect(page.getByRole('rowheader', { name: UNBROKEN })).toBeVisible();
  await expectNoSidewaysScroll(page, 'a friend');
  await showTables(page);
  await expectNoSidewaysScroll(page, 'a friend as a table');

  await page.route('**/api/teams/**', (route) => {
    const dates = { from: '2026-03-01', to: '2026-03-30' };
    const goal = {
      ...{ id: 'goal', title: UNBROKEN, target: 1e9, unit: 'W'.repeat(20), ...dates },
      ...{ source: 'entered', progress: 12.3, countedMembers: 99 },
      own: { amount: 123456789.25, completion: 12.3, habitId: null },
    };
    const badge = { threshold: 100, value: 100, goal: UNBROKEN };
    const [, area = ''] = /teams\/team\/?(\w*)/.exec(route.request().url()) ?? [];
    const answers: Record<string, object> = {
      leaderboard: {
        ...{ period: 'week', by: 'kpi', ...dates },
        rows: [1, null].map((place) => ({
          ...{ place, person: { ...person, id: String(place) }, role: 'member' },
          ...{ value: place && 123.4, band: place && 'needs_attention' },
          ...{ countedDays: 366, awayDays: 366 },
          badges: ['perfect', 'consistent', 'good_performer', 'streak_66'].map((kind) => ({
            ...badge,
            kind,
          })),
        })),
      },
      goals: route.request().url().includes('goals/goal')
        ? {
            goal,
            entered: [{ date: '2026-03-01', amount: 123456789.25 }],
            members: [{ person, amount: 123456789.25, completion: 12.3 }],
          }
        : { goals: [goal] },
      activity: {
        entries: ['joined', 'goal_created', 'message'].map((kind) => ({
          ...{ id: kind, at, kind, person, goalTitle: UNBROKEN, role: null },
          text: kind === 'message' ? UNBROKEN : null,
        })),
        more: true,
      },
      members: { members: [] },
      analytics: {
        ...dates,
        members: { hidden: 99, active: 99, away: 99, silent: 99 },
        days: ['2026-03-01', '2026-03-02'].map((date) => ({
          ...{ date, mean: 123.4, counted: 99, away: 99, silent: 99 },
        })),
        weekdays: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, mean: 123.4, counted: 999 })),
        goals: [{ id: 'goal', title: UNBROKEN, progress: 12.3, reached: 99 }],
      },
    };
    const own = { role: 'leader', joinedAt: at, mutedUntil: null, warnings: [] };
    const team = { id: 'team', name: UNBROKEN, description: UNBROKEN, createdAt: at };
    return route.fulfill({ json: answers[area] ?? { ...team, members: 99, joinCode: null, own } });
  });
  for (const tab of ['leaderboard', 'goals', 'activity', 'analytics']) {
    await page.goto(`/teams/team/${tab}`);
    await expect(page.getByText(UNBROKEN).nth(2)).toBeVisible();
    await expectNoSidewaysScroll(page, `the ${tab} of a team`);
  }
  await showTables(page);
  await expectNoSidewaysScroll(page, 'the analytics of a team as tables');
  await page.goto('/teams/team/goals');
  await page.getByRole('button', { name: 'Enter progress' }).tap();
  await expect(page.getByRole('table', { name: 'Progress of the members' })).toBeVisible();
  await expectNoSidewaysScroll(page, 'a goal of a team');

  for (const path of ['/day/2024-02-29', '/day/2026-02-30', '/no-such-page']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.waitForLoadState('networkidle');
    await expectNoSidewaysScroll(page);
  }

  await page.goto('/year');
  const row = page.getByRole('list', { name: /^Hours by habit/ }).getByText(ARABIC);
  await expect(page.getByText('Time by habit')).toBeVisible();
  await expectNoSidewaysScroll(page, 'the year');
  expect(await row.evaluate((name) => name.tagName)).toBe('BDI');
  await showTables(page);
  await expect(page.getByRole('rowheader', { name: UNBROKEN })).toBeVisible();
  await expectNoSidewaysScroll(page, 'the year with its tables');
  for (const region of await page
    .getByRole('group')
    .filter({ has: page.getByRole('table') })
    .all()) {
    const [content, box] = await region.evaluate((e) => [e.scrollWidth, e.clientWidth]);
    expect(content, 'a table of the year').toBe(box);
  }

  const name = page.getByRole('heading', { level: 3 }).getByRole('link');
  await page.goto((await name.getAttribute('href')) ?? '');
  await expect(page.getByRole('heading', { name: 'Calendar' })).toBeVisible();
  await expectNoSidewaysScroll(page, 'the month');

  await page.goto('/settings');
  await expect(page.getByRole('heading', { name: UNBROKEN })).toBeVisible();
  await expectNoSidewaysScroll(page, 'the settings');
  await page.getByRole('button', { name: `Edit ${UNBROKEN}` }).tap();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectNoSidewaysScroll(page, 'the habit form');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Delete account' }).tap();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectNoSidewaysScroll(page, 'deleting the account');
});
