// Draws the icons of the installed app from public/favicon.svg; run it when that changes.
//
//   node scripts/icons.mjs
//
// Systems cut a maskable icon to their own form: what matters is within a circle of 80 % of its width
// (https://www.w3.org/TR/appmanifest/#icon-masks). Apple's systems round the corners themselves.
import { readFile } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { executable } from './chromium.mjs';

const PUBLIC = new URL('../public/', import.meta.url);
const ICONS = [
  { name: 'icon-192.png', size: 192, share: 1, fills: false },
  { name: 'icon-512.png', size: 512, share: 1, fills: false },
  { name: 'icon-maskable-512.png', size: 512, share: 0.9, fills: true },
  { name: 'apple-touch-icon.png', size: 180, share: 1, fills: true },
];

const svg = await readFile(new URL('favicon.svg', PUBLIC), 'utf8');
const [, background] = /<rect[^>]* fill="(#[0-9a-f]{6})"/.exec(svg) ?? [];
if (background === undefined) throw new Error('favicon.svg has no background.');

const browser = await chromium.launch({
  ...executable,
  args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage();
for (const { name, size, share, fills } of ICONS) {
  await page.setViewportSize({ width: size, height: size });
  const fill = fills ? background : 'transparent';
  await page.setContent(
    `<style>
      body { margin: 0; display: grid; place-items: center; height: 100vh; background: ${fill}; }
      svg { display: block; width: ${share * 100}%; }
    </style>${svg}`,
  );
  const path = new URL(name, PUBLIC).pathname;
  await page.screenshot({ path, omitBackground: true });
  console.log(name);
}
await browser.close();
