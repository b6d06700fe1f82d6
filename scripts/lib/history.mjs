// Measures requests over a long history; for scripts/bench-history.sh.
//
//   node scripts/lib/history.mjs ORIGIN TITLE YEARS SAMPLES
//
// Records every day of so many years through the API, then times SAMPLES requests of each kind, one at a time,
// and prints a Markdown table. An unexpected response is an error.
import { DAY, connect, dateOf, printHead, printRow } from './bench-client.mjs';

const [origin, title, years, samples] = process.argv.slice(2);
const WORDS =
  'slept well walked to the river wrote the report called mother read two chapters'.split(' ');
const client = connect(origin);
let token;
const send = (method, path, body) => client.send(token, method, path, body);

const pick = (list, number) => list[number % list.length];

// --- Seeding, in the order of the dates, so that no day is scored twice.

const account = { email: 'long@example.com', password: 'a password for the bench', name: 'Long' };
({ token } = (await send('POST', '/api/auth/register', account)).json);
const { habits } = (await send('GET', '/api/habits')).json;
const today = Date.parse(dateOf(Date.now()));
const first = Date.UTC(new Date(today).getUTCFullYear() - Number(years), 0, 1);
const PRIORITIES = ['high', 'medium', 'low'];

function dayOf(number) {
  return {
    entries: habits.map(({ id, target }, place) => ({
      habitId: id,
      amount: Math.min(1440, Math.round(target * (0.5 + ((number * 7 + place * 3) % 10) / 10))),
      quality: 1 + ((number + place) % 5),
    })),
    tasks: Array.from({ length: 5 }, (_, place) => ({
      title: `Task ${place} of day ${number}`,
      priority: pick(PRIORITIES, place),
      quadrant: 'Q2',
      completed: place % 2 === 0,
      estimatedMinutes: 30,
      actualMinutes: 25 + ((number + place) % 10),
    })),
    note: Array.from({ length: 40 }, (_, place) => pick(WORDS, number * 3 + place * 5)).join(' '),
  };
}

let recorded = 0;
for (let at = first; at <= today; at += DAY) {
  await send('PUT', `/api/days/${dateOf(at)}`, dayOf(recorded));
  recorded += 1;
}

// --- Measuring.

/** Ten years up to some day before today, or all days if there are fewer. */
function allBefore(n) {
  const to = today - (1 + (n % 7)) * DAY;
  return `from=${dateOf(Math.max(first, to - 3652 * DAY))}&to=${dateOf(to)}`;
}

const lastYear = new Date(today).getUTCFullYear();
const REQUESTS = {
  day: (n) => `/api/days/${dateOf(today - ((n * 37) % recorded) * DAY)}`,
  'habit, history of a year': (n) => {
    const to = today - ((n * 31) % (recorded - 365)) * DAY;
    return `/api/habits/${pick(habits, n).id}/history?from=${dateOf(to - 364 * DAY)}&to=${dateOf(to)}`;
  },
  'habit, statistics': (n) => `/api/habits/${pick(habits, n).id}/stats`,
  month: (n) => `/api/dashboards/month/${lastYear - 1 - (n % (years - 1))}/${1 + (n % 12)}`,
  year: (n) => `/api/dashboards/year/${lastYear - 1 - (n % (years - 1))}`,
  'analytics, trends': (n) => `/api/analytics/trends?${allBefore(n)}`,
  'analytics, patterns': (n) => `/api/analytics/patterns?${allBefore(n)}`,
  'analytics, consistency': (n) => `/api/analytics/consistency?${allBefore(n)}`,
  'analytics, correlations': (n) => `/api/analytics/correlations?${allBefore(n)}`,
  'analytics, comparison of two years': (n) => {
    const to = today - (1 + (n % 7)) * DAY;
    return (
      `/api/analytics/comparison?from=${dateOf(to - 364 * DAY)}&to=${dateOf(to)}` +
      `&previousFrom=${dateOf(to - 729 * DAY)}&previousTo=${dateOf(to - 365 * DAY)}`
    );
  },
  'exceptions of a year': (n) =>
    `/api/exceptions/statistics?year=${lastYear - 1 - (n % (years - 1))}`,
  'search in the notes, found': (n) => `/api/days?q=${encodeURIComponent(pick(WORDS, n))}`,
  'search in the notes, not found': () => '/api/days?q=nothing+of+the+kind',
};

printHead(`${title}: ${recorded} days, ${samples} requests of each kind`);
for (const [name, path] of Object.entries(REQUESTS)) {
  const times = [];
  for (let n = 0; n < samples; n += 1) {
    // Drops what is cached of the user.
    await send('PUT', `/api/days/${dateOf(today)}`, dayOf(recorded + n));
    times.push((await send('GET', path(n))).took);
  }
  printRow(name, times);
}
client.close();
