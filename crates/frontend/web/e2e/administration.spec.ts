import { expect, type Page, test } from '@playwright/test';
import { newAccount, signIn, signUp, trySignIn } from './account';
import { violations } from './axe';
import { expectNoSidewaysScroll } from './layout';
import { openPage } from './openPage';
import { DESKTOP, PHONE } from './screens';
import { makeAdmin } from './services';

async function openAdministration(page: Page): Promise<void> {
  await page.goto('/sign-in');
  await signIn(page, makeAdmin());
  await openPage(page, 'Settings');
  await page.getByRole('link', { name: 'Open the administration' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Administration' })).toBeFocused();
}

/** Waits until the audit log has this entry. Other tests write to the same log, so it may not be the newest. */
async function expectLogged(page: Page, entry: string): Promise<void> {
  const log = page.getByRole('list', { name: 'What administrators did' });
  await expect(log.getByRole('listitem').filter({ hasText: entry })).toHaveCount(1);
}

/** Opens the dialog of the person with this address, by a search. */
async function openPerson(page: Page, email: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search by name or address' }).fill(email);
  const people = page.getByRole('list', { name: 'People' }).getByRole('listitem');
  await expect(people).toHaveCount(1);
  await people.getByRole('button').click();
}

for (const [name, screen] of [
  ['a desktop', DESKTOP],
  ['a phone', PHONE],
] as const) {
  test.describe(`on ${name}`, () => {
    test.use({ ...screen, bypassCSP: true, reducedMotion: 'reduce', serviceWorkers: 'block' });

    test('an account is created, disabled, enabled and deleted', async ({ page, browser }) => {
      const person = newAccount();
      await openAdministration(page);
      const form = page.getByRole('region', { name: 'Create an account' });
      await form.getByLabel('Name', { exact: true }).fill(person.name);
      await form.getByLabel('E-mail address').fill(person.email);
      await form.getByRole('button', { name: 'Create the account' }).click();
      const link = await page.getByLabel('Link', { exact: true }).inputValue();
      expect(await violations(page), 'the administration').toEqual([]);
      await expectNoSidewaysScroll(page);

      const context = await browser.newContext(screen);
      const other = await context.newPage();
      await other.goto(link);
      await other.getByLabel('New password').fill(person.password);
      await other.getByRole('button', { name: 'Save the new password' }).click();
      await expect(other.getByText('The password is changed.')).toBeVisible();
      await signIn(other, person);

      await openPerson(page, person.email);
      expect(await violations(page), 'a person').toEqual([]);
      await page.getByRole('button', { name: 'Disable the account' }).click();
      await expect(page.getByText(`${person.name}’s account is disabled.`)).toBeVisible();
      await other.reload();
      await trySignIn(other, person);
      await expect(other.getByRole('alert')).toContainText('This account is disabled.');
      await expect(other.getByText('Your session has ended')).toHaveCount(0);

      await openPerson(page, person.email);
      await page.getByRole('button', { name: 'Enable the account' }).click();
      await expect(page.getByText(`${person.name}’s account is enabled.`)).toBeVisible();
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect(page.getByText(`${person.name}’s account is disabled.`)).toBeVisible();
      await expectLogged(page, `Enabled ${person.email}`);

      await openPerson(page, person.email);
      const remove = page.getByRole('button', { name: 'Delete the account' });
      await expect(remove).toBeDisabled();
      await page.getByLabel(/^To delete the account/).fill(person.email);
      await remove.click();
      await expect(page.getByText('Nobody has this in their name or address.')).toBeVisible();
      await expectLogged(page, `Deleted ${person.email}`);
      await context.close();
    });
  });
}

test('others see no administration', async ({ page }) => {
  await signUp(page);
  await page.goto('/administration');
  await expect(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
});
