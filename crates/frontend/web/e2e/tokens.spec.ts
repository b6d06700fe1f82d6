import { execFileSync } from 'node:child_process';
import { type APIRequestContext, expect, type Page, test } from '@playwright/test';
import { signUp } from './account';
import { violations } from './axe';
import { expectNoSidewaysScroll, expectTargets } from './layout';
import { DESKTOP, NARROW_PHONE } from './screens';

const card = (page: Page) => page.getByRole('region', { name: 'Access tokens' });

/** Makes a token; the token itself. */
async function makeToken(page: Page, name: string, scope: string): Promise<string> {
  await card(page).getByLabel('What for').fill(name);
  await card(page).getByLabel(scope, { exact: true }).check();
  await card(page).getByRole('button', { name: 'Create a token' }).click();
  const shown = card(page).getByLabel('New access token');
  await expect(shown).toBeFocused();
  await expect(shown).toHaveValue(/^kpi_pat_\w{80}$/);
  return shown.inputValue();
}

async function useToken(request: APIRequestContext, token: string) {
  const headers = { Authorization: `Bearer ${token}` };
  const read = await request.get('/api/days/today', { headers });
  const task = { title: 'Row', priority: 'medium', quadrant: 'Q2' };
  const written = await request.post('/api/days/today/tasks', { headers, data: task });
  return { read: read.status(), written };
}

for (const [device, options] of Object.entries({ desktop: DESKTOP, phone: NARROW_PHONE })) {
  test.describe(device, () => {
    test.use({ ...options, bypassCSP: true });

    test('a token that only reads is made, used, refused a write and revoked', async ({
      page,
      request,
    }) => {
      await signUp(page);
      await page.goto('/settings');
      const token = await makeToken(page, 'Nightly script', 'Only read');
      const item = card(page).getByRole('listitem').filter({ hasText: 'Nightly script' });
      await expect(item).toContainText('Not used yet');
      expect(await violations(page)).toEqual([]);
      await expectNoSidewaysScroll(page);

      const { read, written } = await useToken(request, token);
      expect(read).toBe(200);
      expect(written.status()).toBe(403);
      expect(await written.json()).toMatchObject({
        type: '/problems/scope-missing',
        scope: 'write',
      });

      await page.reload();
      await expect(item).toContainText('Only read');
      await expect(item).toContainText('Last used');
      await expect(card(page).getByLabel('New access token')).toHaveCount(0);
      await card(page).getByText('Use the API', { exact: true }).click();
      await expect(
        card(page)
          .getByText(`${new URL(page.url()).origin}/api/days/today`)
          .first(),
      ).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await expectNoSidewaysScroll(page);
      if (device === 'phone') await expectTargets(page, 'the help of the API');

      await item.getByRole('button', { name: 'Revoke Nightly script' }).click();
      const dialog = page.getByRole('dialog', { name: 'Revoke Nightly script?' });
      expect(await violations(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Revoke the token' }).click();
      await expect(page.getByText('Nightly script is revoked.')).toBeVisible();
      await expect(item).toHaveCount(0);
      expect((await useToken(request, token)).read).toBe(401);
    });
  });
}

test('the commands of the help run as they are', async ({ page }) => {
  await signUp(page);
  await page.goto('/settings');
  const token = await makeToken(page, 'Shell', 'Read and write');
  await card(page).getByText('Use the API', { exact: true }).click();
  const [enter = '', ...commands] = await card(page).locator('pre').allTextContents();
  expect(commands).toHaveLength(3);
  const script = [
    enter,
    ...commands.map((command) => `${command} --silent --fail --output /dev/null`),
  ];
  execFileSync('bash', ['-euc', script.join('\n')], { input: `${token}\n` });

  await page.getByRole('link', { name: 'Today' }).click();
  await expect(page.getByText('Call the bank')).toBeVisible();
});
