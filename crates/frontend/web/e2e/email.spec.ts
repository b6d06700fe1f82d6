import { expect, test } from '@playwright/test';
import { signIn, signUp } from './account';
import { mailsTo } from './mail';
import { makeAdmin, OwnApp, OwnBackend } from './services';

test('an administrator sees the mail delivery status, and receives a test mail', async ({
  page,
}) => {
  const admin = makeAdmin();
  await page.goto('/sign-in');
  await signIn(page, admin);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Open the administration' }).click();
  const card = page.getByRole('region', { name: 'Mail delivery' });
  await expect(card).toContainText('Mails are written to a folder');
  expect(await mailsTo(admin.email)).toEqual([]);
  await card.getByRole('button', { name: 'Send me a test mail' }).click();
  await expect(card.getByRole('status')).toHaveText(`A test mail is on its way to ${admin.email}.`);
  await expect
    .poll(async () => (await mailsTo(admin.email)).join())
    .toContain('Subject: A test mail from KPI Productivity');
  await expect(card.getByRole('definition').last()).toContainText('sent');
});

const withoutMail = test.extend<{ baseURL: string }>({
  baseURL: async ({}, use) => {
    const backend = await OwnBackend.start();
    const app = await OwnApp.start({}, backend.url);
    await use(app.url);
    await app.stop();
    await backend.stop();
  },
});

withoutMail(
  'without mail no address has to be verified, and the administrator is named',
  async ({ page }) => {
    const account = await signUp(page);
    await expect(page.getByRole('complementary', { name: 'Your e-mail address' })).toHaveCount(0);
    await page.goto('/forgot-password');
    await page.getByLabel('E-mail address').fill(account.email);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await expect(
      page.getByText('This server does not send mail. Ask its administrator'),
    ).toBeVisible();
  },
);
