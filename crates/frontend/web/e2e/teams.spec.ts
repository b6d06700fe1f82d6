import { type Browser, expect, type Page, test } from '@playwright/test';
import { call, chooseRussian, newAccount, send, signUp } from './account';
import { violations } from './axe';
import { CONTEXT, openBrowser } from './browsers';
import { expectNoSidewaysScroll } from './layout';
import { openPage } from './openPage';
import { DESKTOP, PHONE } from './screens';
import { member, tab } from './team';

/** Somebody else, in a browser of their own. */
async function open(browser: Browser, screen: object, name: string): Promise<Page> {
  const page = await openBrowser(browser, screen);
  await signUp(page, { ...newAccount(), name });
  return page;
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

async function check(page: Page, where: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await expectNoSidewaysScroll(page, where);
  expect(await violations(page), where).toEqual([]);
}

/** Creates a team over the API; its id and its code. */
async function createTeam(page: Page, name: string): Promise<{ id: string; joinCode: string }> {
  const { id } = (await call(page, 'POST', '/api/teams', { name })) as { id: string };
  return (await call(page, 'GET', `/api/teams/${id}`)) as { id: string; joinCode: string };
}

const join = (page: Page, code: string) => call(page, 'POST', '/api/teams/join', { code });

for (const [name, screen] of [
  ['a desktop', DESKTOP],
  ['a phone', PHONE],
] as const) {
  test.describe(`on ${name}`, () => {
    test.use({ ...screen, ...CONTEXT });

    test('a team is created, joined by its link, led, moderated, and left', async ({
      page,
      browser,
    }) => {
      await signUp(page);
      await openPage(page, 'Teams');
      await expect(heading(page, 'Teams')).toBeFocused();
      await expect(page.getByText('No teams yet')).toBeVisible();
      await check(page, 'no teams');
      await page.getByRole('button', { name: 'Create', exact: true }).click();
      await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
      await check(page, 'a team without a name');
      await page.getByLabel('Name', { exact: true }).fill('Harbour crew');
      await page.getByLabel('Description').fill('We row.\nOn Mondays, too.');
      await page.getByRole('button', { name: 'Create', exact: true }).click();

      // It leads to the members, to invite some.
      await expect(heading(page, 'Harbour crew')).toBeFocused();
      await expect(page).toHaveURL(/\/members$/);
      await expect(tab(page, 'Members')).toHaveAttribute('aria-current', 'page');
      await expect(page.getByText('1 member · you are a leader')).toBeVisible();
      await expect(page.getByRole('img', { name: 'QR code of the link to join' })).toBeVisible();
      await check(page, 'the members of a new team');
      await page.getByRole('textbox', { name: 'E-mail address' }).fill(newAccount().email);
      await page.getByRole('button', { name: 'Invite', exact: true }).click();
      await expect(page.getByRole('list', { name: 'Sent invitations' })).toContainText(
        'by Ada Tester',
      );
      await check(page, 'an invitation');
      const { teams } = (await call(page, 'GET', '/api/teams')) as { teams: { id: string }[] };
      const [{ id } = { id: '' }] = teams;
      const { joinCode } = (await call(page, 'GET', `/api/teams/${id}`)) as { joinCode: string };

      // Bob opens the link, and joins with a press.
      const bob = await open(browser, screen, 'Bob');
      await bob.goto(`/teams?code=${joinCode}`);
      await expect(bob).toHaveURL(/\/teams$/);
      await expect(bob.getByLabel('The team’s code')).toHaveValue(joinCode);
      await expect(bob.getByText('No teams yet')).toBeVisible();
      await check(bob, 'a shared link');
      await bob.getByRole('button', { name: 'Join', exact: true }).click();
      await expect(heading(bob, 'Harbour crew')).toBeFocused();
      await expect(bob.getByText('You are in the team “Harbour crew” now.')).toBeVisible();
      await expect(bob.getByText('2 members · you are a member')).toBeVisible();
      await tab(bob, 'Members').click();
      await expect(tab(bob, 'Moderation')).toHaveCount(0);
      await expect(member(bob, 'Ada Tester').getByRole('link')).toHaveCount(0);
      await check(bob, 'the team of a member');
      await member(bob, 'Bob').getByRole('link').click();
      await expect(heading(bob, 'Bob')).toBeFocused();
      await expect(bob.getByRole('region', { name: 'The last 30 days' })).toBeVisible();
      await expect(bob.getByRole('button', { name: 'Warn' })).toHaveCount(0);
      await check(bob, 'one’s own days');
      await bob.goto(`/teams/${id}/moderation`);
      await expect(heading(bob, 'For leaders and deputies')).toBeVisible();
      await check(bob, 'what leaders and deputies see');

      // Ada gives him a role, takes it back, and moderates.
      await page.reload();
      await member(page, 'Bob').getByRole('link').click();
      await expect(heading(page, 'Bob')).toBeFocused();
      await check(page, 'a member');
      await page.getByLabel('The role of Bob').selectOption('Deputy');
      await page.getByRole('button', { name: 'Give this role' }).click();
      await expect(page.getByText('Bob is a deputy now.')).toBeVisible();
      await expect(page.getByRole('button', { name: 'Give this role' })).toBeFocused();
      await bob.goto(`/teams/${id}/moderation`);
      await expect(bob.getByText(/^Nobody has been warned/)).toBeVisible();
      await check(bob, 'an empty log');
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect(page.getByText('Bob is a member without a role now.')).toBeVisible();
      // His page learns it with the next request.
      await bob.goto(`/teams/${id}`);
      await expect(tab(bob, 'Moderation')).toHaveCount(0);

      await page.getByRole('button', { name: 'Warn' }).click();
      const warning = page.getByRole('dialog', { name: 'Warn Bob?' });
      await warning.getByRole('button', { name: 'Warn' }).click();
      await expect(warning.getByLabel('Reason')).toBeFocused();
      await check(page, 'a warning without a reason');
      await warning.getByLabel('Reason').fill('Shouting');
      await warning.getByRole('button', { name: 'Warn' }).click();
      await expect(page.getByText('Bob is warned.')).toBeVisible();
      await page.getByRole('button', { name: 'Mute' }).click();
      const muting = page.getByRole('dialog', { name: 'Mute Bob?' });
      await muting.getByLabel('Reason').fill('Shouting again');
      await muting.getByLabel('For how long').selectOption('Four weeks');
      await check(page, 'a muting');
      await muting.getByRole('button', { name: 'Mute' }).click();
      await expect(page.getByText('Bob is muted.')).toBeVisible();
      await expect(page.getByText(/^Bob may not write messages until/)).toBeVisible();
      await bob.reload();
      const notices = bob.getByRole('complementary', { name: 'What concerns you' });
      await expect(notices).toContainText('You may not write messages in this team until');
      await expect(notices).toContainText('Shouting');
      await check(bob, 'a warned and muted member');
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect(page.getByText('Bob may write again.')).toBeVisible();
      await bob.reload();
      await expect(notices).toContainText('Shouting');
      await expect(notices).not.toContainText('may not write');

      await page.getByRole('button', { name: 'Remove', exact: true }).click();
      const removal = page.getByRole('dialog', { name: 'Remove Bob from the team?' });
      await removal.getByLabel('Reason').fill('Left the harbour');
      await check(page, 'a removal');
      await removal.getByRole('button', { name: 'Remove' }).click();
      await expect(heading(page, 'Harbour crew')).toBeFocused();
      await expect(page.getByText('Bob is removed from the team.')).toBeVisible();
      await expect(member(page, 'Bob')).toHaveCount(0);

      // A page of his that is open says so at once, and leads on; the code does not let him in again.
      await expect(heading(bob, 'This team is not yours')).toBeVisible();
      await check(bob, 'a team of others');
      await bob.getByRole('link', { name: 'To your teams' }).click();
      await bob.getByLabel('The team’s code').fill(joinCode);
      await bob.getByRole('button', { name: 'Join', exact: true }).click();
      await expect(bob.getByLabel('The team’s code')).toHaveAccessibleDescription(
        /^No team has this code for you\./,
      );
      await check(bob, 'a code of no team');

      await tab(page, 'Moderation').click();
      const log = page.getByRole('list', { name: 'Moderation log' }).getByRole('listitem');
      await expect(log).toHaveText([
        /^Removed: Bob.*Left the harbour.*by Ada Tester/,
        /^May write again: Bob/,
        /^Muted: Bob.*Shouting again/,
        /^Warned: Bob.*Shouting/,
      ]);
      await check(page, 'the log');
      await bob.context().close();
    });

    test('the last leader names another one, leaves, and the other dissolves the team', async ({
      page,
      browser,
    }) => {
      await signUp(page);
      const { id, joinCode } = await createTeam(page, 'Night shift');
      await page.goto(`/teams/${id}/settings`);
      await expect(page.getByText(/^You are the only member/)).toBeVisible();
      await check(page, 'the settings of a team of one');
      const eve = await open(browser, screen, 'Eve');
      await join(eve, joinCode);
      await page.reload();
      await expect(page.getByText(/^You are the only leader/)).toBeVisible();
      await page.getByLabel('Name', { exact: true }).fill('Day shift');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(heading(page, 'Day shift')).toBeVisible();
      await check(page, 'the settings of a leader');

      await page.getByRole('link', { name: 'Choose a member' }).click();
      await member(page, 'Ada Tester').getByRole('link').click();
      await expect(page.getByText(/^You are the only leader/)).toBeVisible();
      await check(page, 'the role of the last leader');
      await page.goto(`/teams/${id}/members`);
      await member(page, 'Eve').getByRole('link').click();
      await page.getByLabel('The role of Eve').selectOption('Leader');
      await page.getByRole('button', { name: 'Give this role' }).click();
      await expect(page.getByText('Eve is a leader now.')).toBeVisible();

      await page.goto(`/teams/${id}/settings`);
      await page.getByRole('button', { name: 'Leave the team' }).click();
      const leaving = page.getByRole('dialog', { name: 'Leave “Day shift”?' });
      await check(page, 'leaving');
      // Eve steps down meanwhile, so the open question goes, and the last leader is told.
      await eve.goto(`/teams/${id}/members`);
      await member(eve, 'Eve').getByRole('link').click();
      await eve.getByLabel('The role of Eve').selectOption('Deputy');
      await eve.getByRole('button', { name: 'Give this role' }).click();
      await check(eve, 'giving up one’s role');
      await eve.getByRole('dialog').getByRole('button', { name: 'Give up' }).click();
      await expect(eve.getByText('You are no longer a leader.')).toBeVisible();
      await expect(eve.getByLabel('The role of Eve')).toHaveCount(0);
      await expect(page.getByText(/^You are the only leader/)).toBeVisible();
      await expect(leaving).toHaveCount(0);
      await check(page, 'the last leader');

      const { members } = (await call(page, 'GET', `/api/teams/${id}/members`)) as {
        members: { id: string; name: string }[];
      };
      const eveId = members.find((one) => one.name === 'Eve')?.id ?? '';
      await send(page, 'PUT', `/api/teams/${id}/members/${eveId}/role`, { role: 'leader' });
      await page.getByRole('button', { name: 'Leave the team' }).click();
      await leaving.getByRole('button', { name: 'Leave' }).click();
      await expect(page).toHaveURL(/\/teams$/);
      await expect(page.getByText('You have left the team “Day shift”.')).toBeVisible();
      await expect(heading(page, 'Teams')).toBeFocused();
      await expect(heading(page, 'Teams')).toBeInViewport();
      await expect(page.getByText('No teams yet')).toBeVisible();

      await eve.goto(`/teams/${id}/settings`);
      await eve.getByRole('button', { name: 'Dissolve' }).click();
      const dissolving = eve.getByRole('dialog', { name: 'Dissolve “Day shift”?' });
      await dissolving.getByLabel(/^To confirm/).fill('Night shift');
      await dissolving.getByRole('button', { name: 'Dissolve' }).click();
      await expect(dissolving.getByText('This is not the name of the team.')).toBeVisible();
      await check(eve, 'dissolving with another name');
      await dissolving.getByLabel(/^To confirm/).fill('Day shift');
      await dissolving.getByRole('button', { name: 'Dissolve' }).click();
      await expect(eve.getByText('The team “Day shift” is dissolved.')).toBeVisible();
      await expect(heading(eve, 'Teams')).toBeFocused();
      await expect(heading(eve, 'Teams')).toBeInViewport();
      await expect(eve.getByText('No teams yet')).toBeVisible();
      await eve.context().close();
    });
  });
}

test('the code to join is renewed, switched off, and made anew', async ({ page }) => {
  await signUp(page);
  const { id, joinCode } = await createTeam(page, 'Night shift');
  await page.goto(`/teams/${id}/members`);
  const card = page.getByRole('region', { name: 'Code to join' });
  await expect(card.getByText(joinCode)).toBeVisible();
  await card.getByRole('button', { name: 'Renew the code' }).click();
  await card.getByRole('button', { name: 'Renew', exact: true }).click();
  await expect(page.getByText('The team has a new code.')).toBeVisible();
  await expect(card.getByText(joinCode)).toHaveCount(0);
  await card.getByRole('button', { name: 'Switch off' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click();
  await expect(card.getByText(/^Nobody can join by a code\./)).toBeVisible();
  await expect(card.getByRole('img')).toHaveCount(0);
  // The pressed button is gone, each time.
  const title = card.getByRole('heading', { name: 'Code to join' });
  await expect(title).toBeFocused();
  await card.getByRole('button', { name: 'Make a code' }).click();
  await expect(card.getByRole('img')).toBeVisible();
  await expect(title).toBeFocused();
});

test('the tabs are addresses, for keys too, and the history has them', async ({ page }) => {
  await signUp(page);
  const { id } = await createTeam(page, 'Night shift');
  await page.goto(`/teams/${id}/members`);
  await tab(page, 'Analytics').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Moderation log' })).toBeVisible();
  await expect(page).toHaveURL(/\/moderation$/);
  await expect(page).toHaveTitle(/^Moderation · Night shift/);
  await expect(tab(page, 'Moderation')).toBeFocused();
  await page.goBack();
  await expect(page.getByRole('list', { name: 'Members' })).toBeVisible();
  await page.goto(`/teams/${id}/none`);
  await expect(heading(page, 'Page not found')).toBeVisible();
});

test('the log shows more with a press', async ({ page, browser }) => {
  await signUp(page);
  const { id, joinCode } = await createTeam(page, 'Night shift');
  const bob = await open(browser, DESKTOP, 'Bob');
  await join(bob, joinCode);
  const { id: bobId } = (await call(bob, 'GET', '/api/auth/me')) as { id: string };
  const ofBob = `/api/teams/${id}/members/${bobId}`;
  await send(page, 'POST', `${ofBob}/warnings`, { reason: 'Late' });
  for (let count = 1; count <= 50; count += 1) {
    await send(page, 'DELETE', `${ofBob}/muting`);
  }
  await page.goto(`/teams/${id}/moderation`);
  const log = page.getByRole('list', { name: 'Moderation log' }).getByRole('listitem');
  await expect(log).toHaveCount(50);
  await page.getByRole('button', { name: 'Show earlier entries' }).click();
  await expect(log).toHaveCount(51);
  await expect(log.last()).toContainText('Late');
  await bob.context().close();
});

test('the code of Teams is loaded when it is opened', async ({ page }) => {
  const loaded: string[] = [];
  page.on('request', (request) => {
    if (/\/Team\w*Page-/.test(request.url())) loaded.push(request.url());
  });
  await signUp(page);
  await page.waitForLoadState('networkidle');
  expect(loaded).toEqual([]);
  await page.getByRole('link', { name: 'Teams' }).click();
  await expect(heading(page, 'Teams')).toBeVisible();
  expect(loaded).not.toEqual([]);
});

test('the screens of teams in Russian fit a small phone', async ({ browser }) => {
  const page = await openBrowser(browser, { ...PHONE, viewport: { width: 360, height: 740 } });
  await signUp(page);
  const { id } = await createTeam(page, 'Команда с довольно длинным названием');
  await chooseRussian(page);
  for (const path of ['', `/${id}/members`, `/${id}/moderation`, `/${id}/settings`]) {
    await page.goto(`/teams${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await check(page, path);
  }
  await page.context().close();
});
