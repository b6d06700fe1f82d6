import { expect, type Page, test } from '@playwright/test';
import { enterTime, expectSaved, newAccount, signUp } from './account';
import { CONTEXT, openBrowser } from './browsers';
import { openInvitation, register } from './invitation';
import { expectNoReload, isLive } from './liveUpdates';
import { mailedLink } from './mail';
import { openPage } from './openPage';
import { DESKTOP, PHONE } from './screens';
import { member, place, tab } from './team';

test.use({ ...DESKTOP, ...CONTEXT });

const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name });

/** Enters minutes of the day before, which is counted: it is over. */
async function logDayBefore(page: Page, minutes: Record<string, string>): Promise<void> {
  await page.getByRole('button', { name: 'Previous day' }).click();
  await expect(page).toHaveURL(/\/day\/[\d-]+$/);
  for (const [habit, value] of Object.entries(minutes)) {
    await enterTime(page, `${habit}: minutes`, value);
  }
  await expectSaved(page);
}

/** Opens the leaderboard of the latest counted day from the navigation. */
async function openBoard(page: Page, team: string): Promise<void> {
  await openPage(page, 'Teams');
  await page.getByRole('list', { name: 'Your teams' }).getByRole('link', { name: team }).click();
  await expect(heading(page, team)).toBeFocused();
  await page.getByRole('radio', { name: 'Day' }).check();
}

/** Opens a kind of moderation of the member whose page is open, and gives a reason. */
async function moderate(page: Page, act: string, title: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: act, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: act, exact: true }).click();
}

test('Ann and Bob: from an invitation to a team, over a day of both, to a removal', async ({
  page: ann,
  browser,
}) => {
  const account = { ...newAccount(), name: 'Bob' };

  // Ann makes a team, and invites Bob, who has no account.
  await signUp(ann, { ...newAccount(), name: 'Ann' });
  await openPage(ann, 'Teams');
  await ann.getByRole('button', { name: 'Create', exact: true }).click();
  await ann.getByLabel('Name', { exact: true }).fill('Harbour crew');
  await ann.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(heading(ann, 'Harbour crew')).toBeFocused();
  const annStays = await expectNoReload(ann);
  await ann.getByRole('textbox', { name: 'E-mail address' }).fill(account.email);
  await ann.getByRole('button', { name: 'Invite', exact: true }).click();
  const invitation = ann.getByRole('list', { name: 'Sent invitations' });
  await expect(invitation).toContainText(account.email);

  // Bob opens the mailed link on his phone, and registers: he is in the team, and his address is
  // confirmed.
  const bob = await openBrowser(browser, PHONE);
  await openInvitation(bob, await mailedLink(account.email, '/invitation'));
  await expect(heading(bob, 'Ann invites you to the team “Harbour crew”')).toBeVisible();
  await expect(bob.getByLabel('E-mail address')).toHaveValue(account.email);
  const bobIsLive = isLive(bob);
  await register(bob, account);
  await expect(bob.getByText('You are in the team “Harbour crew” now.')).toBeVisible();
  await expect(heading(bob, 'Harbour crew')).toBeFocused();
  await expect(bob.getByRole('complementary', { name: 'Your e-mail address' })).toHaveCount(0);
  await bobIsLive;
  const bobStays = await expectNoReload(bob);

  // Ann's page, open since, has him.
  await expect(member(ann, 'Bob')).toBeVisible();
  await expect(ann.getByText('2 members · you are a leader')).toBeVisible();
  await expect(invitation).toContainText('accepted');

  // Ann logs the day before, and leaves her leaderboard open.
  await openPage(ann, 'Today');
  await logDayBefore(ann, { Reading: '15' });
  await openBoard(ann, 'Harbour crew');
  await expect(place(ann, 'Ann (you)')).toContainText(/^1.*from 1 day/);
  await expect(place(ann, 'Bob')).toContainText('no counted day');

  // Bob logs more, and it moves.
  await openPage(bob, 'Today');
  await bob.getByRole('button', { name: 'Skip all steps' }).click();
  await expect(heading(bob, /^Today/)).toBeFocused();
  await logDayBefore(bob, { Reading: '60', Exercise: '45', Work: '300' });
  await expect(place(ann, 'Bob')).toContainText(/^1.*from 1 day/);
  await expect(place(ann, 'Ann (you)')).toContainText(/^2.*from 1 day/);
  await openBoard(bob, 'Harbour crew');
  await expect(place(bob, 'Bob (you)')).toContainText(/^1.*from 1 day/);

  // Ann warns and mutes him in a second window; his page says so, and the log has it.
  await tab(bob, 'Activity').click();
  await expect(bob.getByLabel('Message', { exact: true })).toBeEnabled();
  const second = await ann.context().newPage();
  await second.goto('/');
  await openBoard(second, 'Harbour crew');
  await tab(second, 'Members').click();
  await member(second, 'Bob').getByRole('link').click();
  await expect(heading(second, 'Bob')).toBeFocused();
  await moderate(second, 'Warn', 'Warn Bob?', 'Shouting at night');
  await expect(second.getByText('Bob is warned.')).toBeVisible();
  await expect(bob.getByRole('button', { name: 'More 1 unread' })).toBeVisible();
  const notices = bob.getByRole('complementary', { name: 'What concerns you' });
  await expect(notices).toContainText('Shouting at night');
  await moderate(second, 'Mute', 'Mute Bob?', 'Shouting again');
  await expect(second.getByText(/^Bob may not write messages until/)).toBeVisible();
  await expect(notices).toContainText('You may not write messages in this team until');
  await expect(bob.getByLabel('Message', { exact: true })).toBeDisabled();
  await openBoard(second, 'Harbour crew');
  await tab(second, 'Moderation').click();
  const log = second.getByRole('list', { name: 'Moderation log' }).getByRole('listitem');
  await expect(log).toHaveText([
    /^Muted: Bob.*Shouting again.*by Ann/,
    /^Warned: Bob.*Shouting at night.*by Ann/,
  ]);

  // Ann removes him: his page says so, and her leaderboard has him no more.
  await expect(place(ann, 'Bob')).toBeVisible();
  await tab(second, 'Members').click();
  await member(second, 'Bob').getByRole('link').click();
  await moderate(second, 'Remove', 'Remove Bob from the team?', 'Left the harbour');
  await expect(second.getByText('Bob is removed from the team.')).toBeVisible();
  await expect(heading(bob, 'This team is not yours')).toBeVisible();
  await expect(place(ann, 'Bob')).toHaveCount(0);
  await expect(place(ann, 'Ann (you)')).toContainText(/^1/);
  await expect(ann.getByText('1 member · you are a leader')).toBeVisible();
  await annStays();
  await bobStays();
  await bob.context().close();
});
