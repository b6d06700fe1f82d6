import { expect, test } from '@playwright/test';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signUp } from './account';
import { OwnApp } from './services';

/** A copy of the built app as another version: its page differs, and the settings page has moved. */
async function nextVersion(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kpi-next-'));
  await cp('dist', folder, { recursive: true });
  const replaceIn = async (name: string, what: string | RegExp, by: string) => {
    const path = join(folder, name);
    const text = await readFile(path, 'utf8');
    expect(text).toMatch(what);
    await writeFile(path, text.replaceAll(what, by));
    for (const compressed of [`${path}.br`, `${path}.gz`]) await rm(compressed, { force: true });
  };
  await replaceIn('index.html', /<head>/g, '<head><meta name="version" content="next">');
  await replaceIn(
    'sw.js',
    /"revision":"[0-9a-f]+","url":"index.html"/g,
    '"revision":"next","url":"index.html"',
  );
  await replaceIn('sw.js', /\{"revision":null,"url":"assets\/SettingsPage-[^}]*\.js"\},?/g, '');
  for (const name of await readdir(join(folder, 'assets'))) {
    if (/^SettingsPage-.*\.js/.test(name)) await rm(join(folder, 'assets', name));
  }
  return folder;
}

test('an upgrade shows no outdated page, and open tabs go on', async ({ browser }) => {
  const app = await OwnApp.start({});
  const next = await nextVersion();
  const context = await browser.newContext({ baseURL: app.url });
  const page = await context.newPage();
  try {
    await signUp(page);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await expect
      .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state))
      .toBe('activated');

    await app.upgrade(next);
    // A part of the open page that the server does not have any more.
    await page.getByRole('link', { name: 'Settings' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();

    const another = await context.newPage();
    await another.goto('/');
    await expect(another.getByRole('heading', { level: 1, name: /^Today/ })).toBeVisible();
    await expect(another.locator('meta[name=version]')).toHaveAttribute('content', 'next');
    await another.reload();
    await expect(another.locator('meta[name=version]')).toHaveAttribute('content', 'next');
    await expect
      .poll(() =>
        another.evaluate(async () => (await navigator.serviceWorker.ready).waiting?.state ?? null),
      )
      .toBe('installed');

    // Once the tabs are closed the new worker starts, with the new page.
    await page.close();
    await another.close();
    const later = await context.newPage();
    await later.goto('/');
    await expect(later.getByRole('heading', { level: 1, name: /^Today/ })).toBeVisible();
    await app.stop();
    await later.reload();
    await expect(later.getByRole('heading', { level: 1, name: /^Today/ })).toBeVisible();
    await expect(later.locator('meta[name=version]')).toHaveAttribute('content', 'next');
  } finally {
    await context.close();
    await app.stop();
    await rm(next, { recursive: true });
  }
});
