// Signs in at BASE_URL with EMAIL and PASSWORD, audits the pages with Lighthouse and prints the scores;
// scripts/lighthouse.sh starts the application for it.
import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import { executable } from './chromium.mjs';
import { signIn } from './demoUser.mjs';

/** The newest that runs on the Node.js of the web app. */
const LIGHTHOUSE = 'lighthouse@12.8.2';
const PAGES = { Today: '/', Year: '/year', Settings: '/settings' };
const LEAST = { performance: 90, accessibility: 100, 'best-practices': 100, seo: 100 };
const METRICS = {
  LCP: 'largest-contentful-paint',
  TBT: 'total-blocking-time',
  CLS: 'cumulative-layout-shift',
};
const { BASE_URL = '', DEBUG_PORT = '' } = process.env;
const runs = Number(process.env['RUNS'] ?? 3);

// Lighthouse opens its tabs in the default context, which only a profile on disk has.
const profile = await mkdtemp(join(tmpdir(), 'profile-'));
const browser = await chromium.launchPersistentContext(profile, {
  ...executable,
  locale: 'en-GB',
  args: ['--headless', '--no-sandbox', `--remote-debugging-port=${DEBUG_PORT}`],
});
const page = await browser.newPage();
await signIn(page);
const devtools = await browser.newCDPSession(page);

/**
 * @typedef {{ score: number }} Category
 * @typedef {{ score: number | null, numericValue?: number, displayValue?: string, title: string }} Audit
 * @typedef {{ lighthouseVersion: string, categories: Record<string, Category>, audits: Record<string, Audit>,
 *   environment: { hostUserAgent: string, benchmarkIndex: number } }} Report
 *
 * @param {string} url
 * @param {string[]} form
 * @returns {Promise<Report>}
 */
async function audit(url, form) {
  // Lighthouse would empty the storage, and with it end the session.
  const storageTypes = 'cache_storage,service_workers';
  await devtools.send('Storage.clearDataForOrigin', { origin: BASE_URL, storageTypes });
  await devtools.send('Network.clearBrowserCache');
  const options = [
    `--port=${DEBUG_PORT}`,
    '--disable-storage-reset',
    `--only-categories=${Object.keys(LEAST).join()}`,
    '--output=json',
    '--quiet',
    ...form,
  ];
  const { stdout } = await promisify(execFile)('npx', ['--yes', LIGHTHOUSE, url, ...options], {
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(stdout);
}

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** @type {string[]} */
const failures = [];
/** @type {Report | undefined} */
let last;
console.log(`| page | ${[...Object.keys(LEAST), ...Object.keys(METRICS)].join(' | ')} |`);
console.log(`| --- |${' --- |'.repeat(7)}`);
for (const [name, path] of Object.entries(PAGES)) {
  for (const [form, options] of Object.entries({ phone: [], desktop: ['--preset=desktop'] })) {
    /** @type {Report[]} */
    const reports = [];
    for (let run = 0; run < runs; run += 1) reports.push(await audit(BASE_URL + path, options));
    last = reports.at(-1);
    const cells = Object.entries(LEAST).map(([id, least]) => {
      const score = median(reports.map((report) => (report.categories[id]?.score ?? 0) * 100));
      if (score < least) failures.push(`${name}, ${form}: ${id} is ${score}, below ${least}.`);
      return Math.round(score);
    });
    const metrics = Object.values(METRICS).map((id) => {
      const value = median(reports.map(({ audits }) => audits[id]?.numericValue ?? NaN));
      return id === METRICS.CLS ? value.toFixed(3) : `${Math.round(value)} ms`;
    });
    console.log(`| ${name}, ${form} | ${[...cells, ...metrics].join(' | ')} |`);
  }
}
const chrome = /Chrome\/[\d.]+/.exec(last?.environment.hostUserAgent ?? '')?.[0];
console.log(
  `\nLighthouse ${last?.lighthouseVersion}, ${chrome}, Node.js ${process.version}, medians of ${runs} runs, benchmark index ${last?.environment.benchmarkIndex}.`,
);
await browser.close();
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
