// Measures how one account's heavy work affects others; for scripts/test-fairness.sh.
//
//   node scripts/lib/fairness.mjs ORIGIN NAME SECONDS [--strict]
//
// Seeds the application through its API, measures eight users while it is idle and while another user
// causes heavy load, for SECONDS each, and prints a Markdown table with the title NAME. Errors are
// printed on stderr, with exit code 1.
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const USERS = 8;
const USERS_DAYS = 14;
const HEAVY_HABITS = 100;
const HEAVY_DAYS = 100;
const HEAVY_AT_ONCE = 3;

// Low rates, so that they cause no load by themselves.
const REQUEST_EVERY = 25;
const SIGN_IN_EVERY = 1000;
const HEALTH_EVERY = 250;
const TIMEOUT = 15_000;
// The heavy user may wait longer: its requests queue behind each other.
const HEAVY_TIMEOUT = 60_000;

// The maximum p99 of --strict: this multiple of the idle p99, or these milliseconds if the idle p99 was
// too short.
const MOST_RATIO = 3;
const SHORT = 5;
const MOST_OF_SHORT = 15;

const BEGINNING = '2000-01-01';
const PASSWORD = 'a password for the test';
const OPERATIONS = {
  habits: 'GET /api/habits',
  day: 'GET /api/days/{date}',
  put: 'PUT /api/days/{date}',
  signIn: 'POST /api/auth/login',
  health: 'GET /api/health',
};

const [origin, name, seconds, strict] = process.argv.slice(2);
const length = Number(seconds) * 1000;
// Closes idle connections before the server does.
const agent = new http.Agent({ keepAlive: true, timeout: 2000 });

/** The status, headers, text, and milliseconds of a response; a broken connection is status 0. */
function send(method, path, { token, body, timeout = TIMEOUT } = {}) {
  return new Promise((resolve) => {
    const began = performance.now();
    const headers = {};
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers['Content-Type'] = 'application/json';
    const request = http.request(new URL(path, origin), { agent, method, headers });
    const timer = setTimeout(() => request.destroy(new Error('timeout')), timeout);
    const end = (answer) => {
      clearTimeout(timer);
      resolve({ ...answer, took: performance.now() - began });
    };
    const broken = (error) => end({ status: 0, headers: {}, text: error.code ?? error.message });
    request.on('error', broken);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (text += part));
      response.on('error', broken);
      response.on('end', () =>
        end({ status: response.statusCode, headers: response.headers, text }),
      );
    });
    request.end(body && JSON.stringify(body));
  });
}

// --- Seeding.

/** The body of a successful response; throws otherwise. */
async function must(method, path, options) {
  const { status, text } = await send(method, path, options);
  if (status < 200 || status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  return JSON.parse(text);
}

/** The last days up to yesterday in order, so that no day is scored twice. */
function lastDates(days) {
  const date = (before) => new Date(Date.now() - before * 24 * 60 * 60 * 1000);
  return Array.from({ length: days }, (_, number) =>
    date(days - number)
      .toISOString()
      .slice(0, 10),
  );
}

function dayOf(habits, minutes) {
  const entries = habits.map(({ id }, place) => ({
    habitId: id,
    amount: minutes + (place % 5),
    quality: 1 + (place % 5),
  }));
  return { entries, tasks: [] };
}

async function signUp(who) {
  const email = `${who}@example.com`;
  const registration = { email, password: PASSWORD, name: who };
  const { token } = await must('POST', '/api/auth/register', { body: registration });
  const { habits } = await must('GET', '/api/habits', { token });
  return { email, token, habits };
}

async function makeUser(number) {
  const user = await signUp(`user${number}`);
  const dates = lastDates(USERS_DAYS);
  for (const date of dates) {
    await must('PUT', `/api/days/${date}`, { token: user.token, body: dayOf(user.habits, 20) });
  }
  return { ...user, day: `/api/days/${dates.at(-1)}`, saved: 0 };
}

function heavyHabit(habitName, target) {
  return {
    name: habitName,
    category: 'health',
    quadrant: 'Q2',
    target,
    effectiveFrom: BEGINNING,
  };
}

async function makeHeavyUser() {
  const { token, habits } = await signUp('heavy');
  while (habits.length < HEAVY_HABITS) {
    const body = heavyHabit(`Habit ${habits.length}`, 60);
    habits.push(await must('POST', '/api/habits', { token, body }));
  }
  for (const date of lastDates(HEAVY_DAYS)) {
    await must('PUT', `/api/days/${date}`, { token, body: dayOf(habits, 40) });
  }
  return { token, habits };
}

// --- Measuring.

/** Sends requests at a fixed rate, independent of responses. */
async function pace(every, until, one) {
  const sent = [];
  const began = performance.now();
  for (let number = 0; ; number += 1) {
    const due = began + number * every;
    if (due >= until) return Promise.all(sent);
    await sleep(Math.max(0, due - performance.now()));
    sent.push(one(number));
  }
}

/** The latencies of each operation in milliseconds, and its failed responses. */
async function measure(users, until) {
  const results = Object.fromEntries(
    Object.keys(OPERATIONS).map((operation) => [operation, { took: [], failed: [] }]),
  );
  const note = (operation, answer, fine) => {
    results[operation].took.push(answer.took);
    if (!fine) results[operation].failed.push(`${answer.status} ${answer.text.slice(0, 300)}`);
  };
  const isFine = ({ status }) => status >= 200 && status < 400;
  const request = async (number) => {
    const user = users[number % USERS];
    const { token, habits, day } = user;
    const operation = ['habits', 'day', 'put'][Math.floor(number / USERS) % 3];
    let answer;
    if (operation === 'habits') answer = await send('GET', '/api/habits', { token });
    if (operation === 'day') answer = await send('GET', day, { token });
    if (operation === 'put') {
      user.saved += 1;
      answer = await send('PUT', day, { token, body: dayOf(habits, 20 + (user.saved % 2)) });
    }
    note(operation, answer, isFine(answer));
  };
  const signIn = async (number) => {
    const body = { email: users[number % USERS].email, password: PASSWORD };
    const answer = await send('POST', '/api/auth/login', { body });
    note('signIn', answer, isFine(answer));
  };
  const health = async () => {
    const answer = await send('GET', '/api/health');
    note('health', answer, answer.status === 200);
  };
  await Promise.all([
    pace(REQUEST_EVERY, until, request),
    pace(SIGN_IN_EVERY, until, signIn),
    pace(HEALTH_EVERY, until, health),
  ]);
  return results;
}

/** Changes the habits in turn, several at once; returns the number of responses by status, and more. */
async function workHard({ token, habits }, until) {
  const began = performance.now();
  const statuses = {};
  const failed = [];
  let next = 0;
  let changes = 0;
  const work = async () => {
    while (performance.now() < until) {
      const habit = habits[next % HEAVY_HABITS];
      // Different from last time, so that the scores of all days change.
      const target = [30, 60][Math.floor(next / HEAVY_HABITS) % 2];
      next += 1;
      const options = { token, body: heavyHabit(habit.name, target), timeout: HEAVY_TIMEOUT };
      const answer = await send('PUT', `/api/habits/${habit.id}`, options);
      const { status, headers, text } = answer;
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status === 200) changes += 1;
      const isUnavailable = status === 503 && Number(headers['retry-after']) > 0;
      if (status === 0 || (status >= 500 && !isUnavailable)) {
        failed.push(`${status} ${text.slice(0, 300)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: HEAVY_AT_ONCE }, work));
  return { statuses, failed, changes, perSecond: (changes / (performance.now() - began)) * 1000 };
}

// --- Report.

function percentile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

const row = (cells) => console.log(`| ${cells.join(' | ')} |`);

const users = [];
for (let number = 1; number <= USERS; number += 1) users.push(await makeUser(number));
const heavyUser = await makeHeavyUser();

const idle = await measure(users, performance.now() + length);
const end = performance.now() + length;
const [heavy, work] = await Promise.all([measure(users, end), workHard(heavyUser, end)]);
agent.destroy();

const wrong = [];
console.log(`\n### ${name}\n`);
row([
  'operation',
  'requests',
  'idle p50, ms',
  'idle p99, ms',
  'heavy p50, ms',
  'heavy p99, ms',
  'heavy ÷ idle, p99',
  'failed',
]);
row(Array(8).fill('---'));
for (const [operation, title] of Object.entries(OPERATIONS)) {
  const [before, during] = [idle[operation], heavy[operation]];
  const times = [before, during].flatMap(({ took }) => [
    percentile(took, 0.5),
    percentile(took, 0.99),
  ]);
  const [, idleP99, , heavyP99] = times;
  const failed = [...before.failed, ...during.failed];
  row([
    title,
    `${before.took.length} + ${during.took.length}`,
    ...times.map((time) => time.toFixed(1)),
    (heavyP99 / idleP99).toFixed(1),
    failed.length,
  ]);
  if (failed.length > 0)
    wrong.push(`${title} failed ${failed.length} times, such as: ${failed[0]}`);
  const most = idleP99 >= SHORT ? idleP99 * MOST_RATIO : MOST_OF_SHORT;
  if (strict && heavyP99 > most) {
    wrong.push(
      `${title} has a p99 of ${heavyP99.toFixed(1)} ms; ${most.toFixed(1)} ms is the maximum`,
    );
  }
}
const counts = Object.entries(work.statuses).map(([status, times]) => `${times} × ${status}`);
console.log(
  `\nThe heavy user changed ${work.perSecond.toFixed(1)} habits per second: ${counts.join(', ')}.`,
);
if (work.changes === 0) wrong.push('the heavy user changed nothing: there was no load');
if (work.failed.length > 0) {
  wrong.push(
    `the heavy user got ${work.failed.length} failed responses, such as: ${work.failed[0]}`,
  );
}
for (const text of wrong) console.error(`FAILED: ${text}`);
process.exitCode = wrong.length > 0 ? 1 : 0;
