// A load generator for scripts/test-outages.sh, which prints the result of each request.
//
//   node scripts/lib/load.mjs ORIGIN
//
// A signed-in user reads dashboards and saves days, eight requests at a time, until SIGTERM. Each
// response is a line: its time in milliseconds, the method, and the result: `ok`, `unavailable` (a
// 503 problem with Retry-After), or the error. Writers read their writes at once: a response without
// them is `stale`. At the end every saved day is read: a day without its acknowledged write is `lost`.
import http from 'node:http';

const READERS = 5;
const WRITERS = 3;

const origin = new URL(process.argv[2]);
const agent = new http.Agent({ keepAlive: true, maxSockets: READERS + WRITERS });
let token;
let stopping = false;
process.on('SIGTERM', () => {
  stopping = true;
});

function report(method, result) {
  process.stdout.write(`${Date.now()} ${method} ${result}\n`);
}

/** The status, headers and parsed body; a broken connection is status 0. */
function send(method, path, body) {
  return new Promise((resolve) => {
    const headers = { Connection: 'keep-alive' };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers['Content-Type'] = 'application/json';
    const options = { agent, method, headers, timeout: 30_000 };
    const request = http.request(new URL(path, origin), options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (text += part));
      response.on('error', (error) => resolve({ status: 0, error }));
      response.on('end', () => {
        const json = text && JSON.parse(text);
        resolve({ status: response.statusCode, headers: response.headers, json });
      });
    });
    request.on('timeout', () => request.destroy(new Error('timeout')));
    request.on('error', (error) => resolve({ status: 0, error }));
    request.end(body && JSON.stringify(body));
  });
}

function classify({ status, headers, json, error }) {
  if (status >= 200 && status < 300) return 'ok';
  const isProblem = headers?.['content-type'] === 'application/problem+json';
  if (status === 503 && isProblem && json.type === '/problems/unavailable') {
    return Number(headers['retry-after']) > 0 ? 'unavailable' : '503-without-retry-after';
  }
  return status ? String(status) : (error?.code ?? 'broken').toLowerCase();
}

/** Sends a request, reports the result, and returns the body of a successful response. */
async function ask(method, path, body) {
  const response = await send(method, path, body);
  const result = classify(response);
  report(method, result);
  return result === 'ok' ? response.json : undefined;
}

async function read() {
  const paths = ['/api/dashboards/year/2026', '/api/habits', '/api/dashboards/month/2026/3'];
  for (let turn = 0; !stopping; turn += 1) await ask('GET', paths[turn % paths.length]);
}

/** Saves one day repeatedly, and returns the minutes it may have. */
async function write(date, habitId) {
  const path = `/api/days/${date}`;
  let possible = [];
  for (let minutes = 1; !stopping; minutes = (minutes % 1440) + 1) {
    const day = { entries: [{ habitId, amount: minutes, quality: null }], tasks: [] };
    const saved = await ask('PUT', path, day);
    // A write without a response may have been saved.
    possible = saved ? [minutes] : [...possible, minutes];
    if (!saved) continue;
    const month = await ask('GET', '/api/dashboards/month/2026/3');
    const shown = month?.days.find((one) => one.date === date);
    if (month && shown?.minutes !== minutes) report('GET', 'stale');
  }
  return { path, possible };
}

const registration = { email: 'load@example.com', password: 'under the load', name: 'Load' };
const session = await send('POST', '/api/auth/register', registration);
if (session.status !== 201) {
  throw new Error(`signing up failed: ${JSON.stringify(session.json ?? session.error)}`);
}
({ token } = session.json);
const { json } = await send('GET', '/api/habits');
const habitId = json.habits[0].id;

const readers = Array.from({ length: READERS }, read);
const writers = Array.from({ length: WRITERS }, (_, number) =>
  write(`2026-03-0${number + 1}`, habitId),
);
await Promise.all(readers);
for (const { path, possible } of await Promise.all(writers)) {
  const { json: day } = await send('GET', path);
  const entry = day?.entries?.find((one) => one.habitId === habitId);
  report('GET', possible.includes(entry?.amount) ? 'kept' : 'lost');
}
agent.destroy();
