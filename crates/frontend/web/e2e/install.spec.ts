import { expect, test } from '@playwright/test';
import { newAccount, signUp } from './account';

interface Manifest {
  icons: { src: string; sizes: string; purpose?: string }[];
  shortcuts: { url: string }[];
}

test('what a system asks of an app that it installs is there', async ({ page, request }) => {
  await signUp(page, newAccount());
  const linked = (rel: string) => page.locator(`link[rel="${rel}"]`).getAttribute('href');
  const sizeOf = (src: string) =>
    page.evaluate(async (url) => {
      const picture = new Image();
      picture.src = url;
      await picture.decode();
      return `${picture.naturalWidth}x${picture.naturalHeight}`;
    }, src);

  const response = await request.get((await linked('manifest')) ?? '');
  expect(response.headers()['content-type']).toContain('application/manifest+json');
  const { icons, shortcuts } = (await response.json()) as Manifest;
  const pictures = icons.filter(({ sizes }) => sizes !== 'any');
  expect(pictures.map(({ sizes }) => sizes)).toEqual(['192x192', '512x512', '512x512']);
  expect(pictures.map(({ purpose }) => purpose)).toEqual([undefined, undefined, 'maskable']);
  for (const { src, sizes } of pictures) expect(await sizeOf(src)).toBe(sizes);
  expect(await sizeOf((await linked('apple-touch-icon')) ?? '')).toBe('180x180');

  const names = { '/': /^Today/, '/year': /^Year 2/, '/notes': 'Notes' };
  expect(shortcuts.map(({ url }) => url)).toEqual(Object.keys(names));
  for (const [url, name] of Object.entries(names)) {
    await page.goto(url);
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  }
});
