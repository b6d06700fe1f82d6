// Takes a picture of each screen; for scripts/screens.sh.
//
//   node scripts/screens.mjs [SCREEN…]
//
// BASE_URL, EMAIL and PASSWORD are those of the demo user, SCREENS_DIR is where the pictures go.
import { chromium } from '@playwright/test';
import { executable } from './chromium.mjs';
import { makeTeam } from './demoTeam.mjs';
import { signIn } from './demoUser.mjs';

const { BASE_URL = '', SCREENS_DIR = '.' } = process.env;
const wanted = process.argv.slice(2);

const FORMS = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
};
const THEMES = /** @type {const} */ (['light', 'dark']);

/** @typedef {import('@playwright/test').Page} Page */

/** @type {Record<string, (page: Page) => Promise<unknown>>} */
const SIGNED_OUT = {
  'sign-in': (page) => page.goto('/sign-in'),
  'sign-up': (page) => page.goto('/sign-up'),
};

/** @type {Record<string, (page: Page) => Promise<unknown>>} */
const SIGNED_IN = {
  'first-run': async (page) => {
    // As after signing up.
    const me = await (await page.request.get('/api/auth/me')).json();
    await page.evaluate((id) => localStorage.setItem(`kpi.firstRun.${id}`, 'setup'), me.id);
    await page.goto('/first-run');
  },
  today: (page) => page.goto('/'),
  explanation: async (page) => {
    await page.goto(`/day/${yesterday()}`);
    await page
      .getByRole('heading', { name: 'Where the number comes from' })
      .evaluate((heading) => heading.scrollIntoView());
  },
  day: (page) => page.goto(`/day/${yesterday()}`),
  away: async (page) => {
    await page.goto(`/day/${yesterday()}`);
    await page.getByRole('button', { name: 'Away' }).click();
  },
  notes: (page) => page.goto('/notes?q=walk'),
  month: (page) =>
    page.goto(`/month/${yesterday().slice(0, 4)}/${Number(yesterday().slice(5, 7))}`),
  year: (page) => page.goto('/year'),
  habit: async (page) => {
    const { habits } = await (await page.request.get('/api/habits')).json();
    await page.goto(`/habit/${habits[1].id}`);
  },
  friends: (page) => page.goto('/friends'),
  teams: (page) => page.goto('/teams'),
  team: (page) => page.goto(`/teams/${team}`),
  'team-goals': (page) => page.goto(`/teams/${team}/goals`),
  notifications: (page) => page.goto('/notifications'),
  settings: (page) => page.goto('/settings'),
};

function yesterday() {
  return new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
}

/**
 * @param {Page} page
 * @param {Record<string, (page: Page) => Promise<unknown>>} screens
 * @param {string} suffix
 */
async function takeAll(page, screens, suffix) {
  for (const [name, open] of Object.entries(screens)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    await open(page);
    await page.getByRole('heading').first().waitFor();
    await page.waitForLoadState('networkidle');
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({
      path: `${SCREENS_DIR}/${name}-${suffix}.png`,
      animations: 'disabled',
      caret: 'hide',
    });
    console.log(`${name}-${suffix}`);
  }
}

const team = await makeTeam();
const browser = await chromium.launch({
  ...executable,
  args: ['--no-sandbox', '--disable-gpu'],
});
for (const [form, options] of Object.entries(FORMS)) {
  for (const theme of THEMES) {
    const context = await browser.newContext({
      ...options,
      baseURL: BASE_URL,
      locale: 'en-GB',
      colorScheme: theme,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    await takeAll(page, SIGNED_OUT, `${form}-${theme}`);
    await signIn(page);
    // The demo user's address is not confirmed, which each page would tell first.
    await page.getByRole('button', { name: 'Later' }).click();
    await takeAll(page, SIGNED_IN, `${form}-${theme}`);
    await context.close();
  }
}
await browser.close();
