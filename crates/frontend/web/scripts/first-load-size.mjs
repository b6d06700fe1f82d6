// Fails if the JavaScript of the first load is larger than the budget, gzipped:
// the entry, its static imports, the Today page that a signed-in user lands on, and the
// first load's messages in the larger language. Also fails if the other messages, or the reporting
// modules, are part of it.
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const BUDGET = 170 * 1024;
const LOADED_AT_ONCE = ['src/features/days/components/TodayPage.tsx', 'src/lib/i18n/ru.ts'];
const NEVER_AT_ONCE = [
  'src/lib/i18n/en.ts',
  'src/lib/i18n/en.later.ts',
  'src/lib/i18n/ru.later.ts',
  'src/lib/reporting/sentry.ts',
  'src/lib/reporting/mixpanel.ts',
];
const dist = new URL('../dist/', import.meta.url);

/** @type {Record<string, { file: string, imports?: string[] }>} */
const manifest = JSON.parse(await readFile(new URL('.vite/manifest.json', dist), 'utf8'));
const seen = new Set();

/** @param {string} key */
function visit(key) {
  if (seen.has(key)) return;
  seen.add(key);
  for (const next of manifest[key]?.imports ?? []) visit(next);
}
visit('index.html');
for (const key of LOADED_AT_ONCE) {
  if (!manifest[key]) throw new Error(`The build has no chunk for ${key}.`);
  visit(key);
}
for (const key of NEVER_AT_ONCE) {
  if (!manifest[key]) throw new Error(`The build has no chunk for ${key}.`);
  if (seen.has(key)) throw new Error(`${key} is loaded at once.`);
}

let total = 0;
const files = [...seen].map((key) => manifest[key]?.file).filter((file) => file?.endsWith('.js'));
for (const file of [...files, 'theme.js', 'config.js']) {
  const size = gzipSync(await readFile(new URL(`${file}`, dist)), { level: 9 }).length;
  total += size;
  console.log(`${(size / 1024).toFixed(1).padStart(7)} KiB  ${file}`);
}
console.log(
  `${(total / 1024).toFixed(1).padStart(7)} KiB  first load, gzipped; budget ${BUDGET / 1024} KiB`,
);
if (total > BUDGET) {
  console.error('The first load is over its budget.');
  process.exit(1);
}
