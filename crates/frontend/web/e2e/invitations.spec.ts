import { expect, type Page, test } from '@playwright/test';
import { call, newAccount, signIn, signUp, trySignIn } from './account';
import { violations } from './axe';
import { CONTEXT, openBrowser } from './browsers';
import { openInvitation, register } from './invitation';
import { expectNoSidewaysScroll, expectTargets } from './layout';
import { mailedLink } from './mail';
import { DESKTOP, NARROW_PHONE } from './screens';
import { makeAdmin, OwnApp, OwnBackend } from './services';

/** Invites an address on the page of friends; the path of the link to copy. */
async function invite(page: Page, email: string): Promise<string> {
  await page.goto('/friends');
  const card = page.getByRole('region', { name: 'Invite by e-mail' });
  await card.getByLabel('E-mail address').fill(email);
  await card.getByRole('button', { name: 'Invite' }).click();
  await expect(card.getByText(`A mail is on its way to ${email}.`)).toBeVisible();
  const link = new URL(await card.getByLabel('Link', { exact: true }).inputValue());
  return link.pathname + link.search;
}

/** The rows of the invitations that were sent. */
const sent = (page: Page, email: string) =>
  page
    .getByRole('list', { name: 'Sent invitations' })
    .getByRole('listitem')
    .filter({ hasText: email });

const friends = (page: Page) => page.getByRole('list', { name: 'Your friends' });

async function check(page: Page, where: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await expectNoSidewaysScroll(page, where);
  expect(await violations(page), where).toEqual([]);
}

const INVITES = 'Ada Tester invites you to be friends';

for (const [name, screen] of [
  ['a desktop', DESKTOP],
  ['a phone', NARROW_PHONE],
] as const) {
  test.describe(`on ${name}`, () => {
    test.use({ ...screen, ...CONTEXT });
    const checkTargets = async (page: Page, where: string) => {
      if (screen === NARROW_PHONE) await expectTargets(page, where);
    };

    test('a stranger registers by the mailed link, and is a friend', async ({ page, browser }) => {
      const bob = { ...newAccount(), name: 'Bob' };
      await signUp(page);
      await page.goto('/friends');
      await expect(page.getByText('Nobody is invited yet.')).toBeVisible();
      await check(page, 'nobody invited');
      await invite(page, bob.email);
      await expect(sent(page, bob.email)).toContainText('open until');
      await check(page, 'an invitation');
      await checkTargets(page, 'an invitation');

      const other = await openBrowser(browser, screen);
      await openInvitation(other, await mailedLink(bob.email, '/invitation'));
      await expect(other.getByRole('heading', { level: 1, name: INVITES })).toBeVisible();
      await expect(other.getByText(/^For e•••@example\.org, until /)).toBeVisible();
      await expect(other.getByLabel('E-mail address')).toHaveValue(bob.email);
      await check(other, 'the page of the link');
      await checkTargets(other, 'the page of the link');
      // The token is held in the tab.
      await other.reload();
      await register(other, bob);
      await expect(other.getByText('You and Ada Tester are friends now.')).toBeVisible();
      await expect(other).toHaveURL(/\/friends$/);
      await expect(other.getByRole('heading', { level: 1, name: 'Friends' })).toBeFocused();
      await expect(friends(other)).toContainText('Ada Tester');
      // The mail has proven the address.
      await expect(other.getByRole('complementary', { name: 'Your e-mail address' })).toHaveCount(
        0,
      );
      await other.goto('/');
      await expect(other).toHaveURL(/\/first-run$/);

      await page.reload();
      await expect(friends(page)).toContainText('Bob');
      await expect(sent(page, bob.email)).toContainText('accepted');
      await expect(sent(page, bob.email).getByRole('button')).toHaveCount(0);

      // The link is used.
      const third = await openBrowser(browser, screen);
      await openInvitation(third, await mailedLink(bob.email, '/invitation'));
      await expect(
        third.getByRole('heading', { level: 1, name: 'Already accepted' }),
      ).toBeVisible();
      await check(third, 'a used link');
      await checkTargets(third, 'a used link');
      await third.getByRole('link', { name: 'Sign in' }).click();
      await signIn(third, bob);
      await third.context().close();
      await other.context().close();
    });

    test('who has an account signs in, and accepts', async ({ page, browser }) => {
      const first = await openBrowser(browser, screen);
      const bob = await signUp(first, { ...newAccount(), name: 'Bob' });
      await first.context().close();
      await signUp(page);
      const link = await invite(page, bob.email);

      // A taken address leads to the sign-in.
      const other = await openBrowser(browser, screen);
      await openInvitation(other, link);
      await other.getByLabel('E-mail address').fill(bob.email);
      await register(other, bob);
      const taken = other.getByRole('heading', { level: 1, name: 'You have an account' });
      await expect(taken).toBeFocused();
      await check(other, 'a taken address');
      await other.getByRole('link', { name: 'Sign in' }).click();
      await expect(other.getByText(/^After signing in you come back/)).toBeVisible();
      await check(other, 'signing in for an invitation');
      await trySignIn(other, bob);
      await expect(other.getByRole('heading', { level: 1, name: INVITES })).toBeFocused();
      await expect(other.getByText(`You are signed in as ${bob.email}.`)).toBeVisible();
      await check(other, 'accepting');
      await checkTargets(other, 'accepting');
      await other.getByRole('button', { name: 'Accept' }).click();
      await expect(other.getByText('You and Ada Tester are friends now.')).toBeVisible();
      await expect(other.getByRole('heading', { level: 1, name: 'Friends' })).toBeFocused();
      await expect(friends(other)).toContainText('Ada Tester');
      await page.reload();
      await expect(friends(page)).toContainText('Bob');
      await other.context().close();
    });

    test('the wrong account signs out, and goes on', async ({ page, browser }) => {
      const bob = { ...newAccount(), name: 'Bob' };
      await signUp(page);
      const link = await invite(page, bob.email);
      const other = await openBrowser(browser, screen);
      const eve = await signUp(other, { ...newAccount(), name: 'Eve' });
      await openInvitation(other, link);
      await other.getByRole('button', { name: 'Accept' }).click();
      const title = other.getByRole('heading', { level: 1, name: 'For another address' });
      await expect(title).toBeFocused();
      await expect(other.getByText('This invitation is for e•••@example.org.')).toContainText(
        `You are signed in as ${eve.email}.`,
      );
      await check(other, 'the wrong account');
      await checkTargets(other, 'the wrong account');
      await other.getByRole('button', { name: 'Sign out and go on' }).click();
      await expect(other.getByRole('heading', { level: 1, name: INVITES })).toBeVisible();

      // The address is typed, since the link was not mailed; any other is refused.
      const address = other.getByLabel('E-mail address');
      await address.fill(eve.email);
      await register(other, bob);
      await expect(address).toHaveAccessibleDescription(
        /^This is not the address that the invitation is for\./,
      );
      await expect(address).toBeFocused();
      await check(other, 'another address');
      await address.fill(bob.email);
      await other.getByRole('button', { name: 'Sign up' }).click();
      await expect(friends(other)).toContainText('Ada Tester');
      // A copied link proves nothing about the mailbox.
      await expect(other.getByRole('complementary', { name: 'Your e-mail address' })).toBeVisible();
      await mailedLink(bob.email, '/verify-email');
      await other.context().close();
    });

    test('a withdrawn link is refused, and one that was sent again replaces the old', async ({
      page,
      browser,
    }) => {
      const { email } = newAccount();
      await signUp(page);
      const old = await invite(page, email);
      const row = sent(page, email);
      await row.getByRole('button', { name: `Send again to ${email}` }).click();
      await expect(row.getByText(`A mail is on its way to ${email}.`)).toBeVisible();
      await check(page, 'sent again');
      await checkTargets(page, 'sent again');
      const link = await row.getByLabel('Link', { exact: true }).inputValue();
      await mailedLink(email, '/invitation', 2);
      const other = await openBrowser(browser, screen);
      await openInvitation(other, old);
      await expect(other.getByRole('heading', { level: 1 })).toHaveText('No such invitation');
      await openInvitation(other, link);
      await expect(other.getByRole('heading', { level: 1 })).toHaveText(INVITES);

      await row.getByRole('button', { name: `Withdraw the invitation to ${email}` }).click();
      const dialog = page.getByRole('dialog', { name: `Withdraw the invitation to ${email}?` });
      await check(page, 'the confirmation');
      await dialog.getByRole('button', { name: 'Withdraw' }).click();
      await expect(page.getByText(`The invitation to ${email} is withdrawn.`)).toBeVisible();
      await expect(row).toContainText('withdrawn');
      await expect(row.getByLabel('Link', { exact: true })).toHaveCount(0);
      await expect(page.getByRole('heading', { name: 'Sent invitations' })).toBeFocused();
      // Of the form that was open meanwhile.
      await other.getByLabel('E-mail address').fill(email);
      await register(other, newAccount());
      const title = other.getByRole('heading', { name: 'The invitation was withdrawn' });
      await expect(title).toBeFocused();
      await check(other, 'a withdrawn link');
      await other.context().close();
    });
  });
}

test('an administrator invites to the installation', async ({ page, browser }) => {
  const bob = { ...newAccount(), name: 'Bob' };
  const admin = makeAdmin();
  await page.goto('/sign-in');
  await signIn(page, admin);
  await page.goto('/administration');
  const card = page.getByRole('region', { name: 'Invitations', exact: true });
  await card.getByLabel('E-mail address').fill(bob.email);
  await card.getByRole('button', { name: 'Invite', exact: true }).click();
  await expect(sent(page, bob.email)).toContainText('by Ada Tester');
  const log = page.getByRole('list', { name: 'What administrators did' });
  await expect(log.getByRole('listitem').first()).toContainText(`Invited ${bob.email}`);

  const other = await openBrowser(browser);
  await openInvitation(other, await mailedLink(bob.email, '/invitation'));
  await expect(other.getByRole('heading', { level: 1 })).toHaveText(
    'Ada Tester invites you to KPI Productivity',
  );
  await register(other, bob);
  await expect(other).toHaveURL(/\/first-run$/);
  await other.context().close();
});

const byInvitation = test.extend<{ backend: OwnBackend; baseURL: string }>({
  backend: async ({}, use) => {
    const backend = await OwnBackend.start({ REGISTRATION: 'invite' });
    await use(backend);
    await backend.stop();
  },
  baseURL: async ({ backend }, use) => {
    const app = await OwnApp.start({}, backend.url);
    await use(app.url);
    await app.stop();
  },
});

byInvitation(
  'where registration is by invitation, a link opens an account without mail',
  async ({ page, backend, baseURL, browser }) => {
    await page.goto('/sign-in');
    await expect(page.getByText('To sign up here you need an invitation.')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Create an account' })).toHaveCount(0);
    await page.goto('/sign-up');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      'Registration is by invitation',
    );
    await expect(page.getByRole('button', { name: 'Sign up' })).toHaveCount(0);

    await page.goto('/sign-in');
    await signIn(page, makeAdmin(backend.database));
    const bob = newAccount();
    const { path } = (await call(page, 'POST', '/api/invitations', {
      target: { kind: 'friend' },
      email: bob.email,
    })) as { path: string };
    const other = await openBrowser(browser);
    await openInvitation(other, baseURL + path);
    await other.getByLabel('E-mail address').fill(bob.email);
    await register(other, bob);
    await expect(friends(other)).toContainText('Ada Tester');
    await other.context().close();
  },
);
