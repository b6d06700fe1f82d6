import { type Page, expect, test } from '@playwright/test';
import { violations } from './axe';

/** What the page asks of other hosts, and what its content security policy blocks. */
function watch(page: Page): string[] {
  const found: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.origin !== new URL(page.url()).origin) found.push(url.href);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') found.push(message.text());
  });
  return found;
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 1280, height: 900 },
  ]) {
    test.describe(`${colorScheme}, ${viewport.width} wide`, () => {
      test.use({ colorScheme, viewport, reducedMotion: 'reduce' });

      test('the description of the API has no barriers and needs no other host', async ({
        page,
        browser,
        baseURL,
      }) => {
        await page.goto('/api/docs/');
        const found = watch(page);
        await page.reload();
        await expect(page.getByText('/api/auth/login')).toBeVisible();
        expect(found).toEqual([]);

        // axe's script needs a page that runs it.
        const context = await browser.newContext({ colorScheme, viewport, bypassCSP: true });
        const checked = await context.newPage();
        await checked.goto(`${baseURL}/api/docs/`);
        const operation = checked.locator('[id="put-/api/days/-date-"]');
        await operation.getByText('/api/days/{date}').click();
        await expect(operation.getByRole('textbox', { name: 'date' })).toBeVisible();
        await expect(operation.getByRole('textbox', { name: 'Request body' })).toBeVisible();
        expect(await violations(checked)).toEqual([]);
        const width = await checked.evaluate(() => document.documentElement.scrollWidth);
        expect(width).toBeLessThanOrEqual(viewport.width);
        await context.close();
      });
    });
  }
}
