// Fills an application over its API, the peer and the backend alike, and writes what the load needs.
//
//   node seed.js ORIGIN FOLDER
//
// 100 users with their ten habits and 14 recorded days each. FOLDER gets users.lua (tokens, and two
// bodies each for saving the last day again, by turns) and answers.json: the first user's habits and
// last day without ids and times, which another application should give as well.
import { writeFileSync } from 'node:fs';
import http from 'node:http';

const USERS = 100;
const DAYS = 14;
const AT_ONCE = 8;

const [origin, folder] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });

/** The body of a success, and how long it was; else there is an error. */
function send(method, path, token, body) {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json' };
    if (token) headers.Authorization = `Bearer ${token}`;
    const request = http.request(new URL(path, origin), { agent, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (text += part));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode } = response;
        if (statusCode >= 300) reject(new Error(`${method} ${path}: ${statusCode} ${text}`));
        else resolve({ json: JSON.parse(text), bytes: Buffer.byteLength(text) });
      });
    });
    request.on('error', reject);
    request.end(body && JSON.stringify(body));
  });
}

// All but the last two are done, by their names; so every streak runs on or stays at none,
// whichever of its bodies a day is saved with.
const MINUTES = {
  Sleep: 450, Exercise: 60, English: 55, Reading: 30, Work: 340, Rest: 150,
  'Driving licence': 20, Blog: 18, AI: 10, Analytics: 0,
};
const TASKS = [
  { title: 'Write the report', priority: 'high', estimatedMinutes: 90, actualMinutes: 85, completed: true },
  { title: 'Review the design', priority: 'high', estimatedMinutes: 60, actualMinutes: 70, completed: true },
  { title: 'Answer the letters', priority: 'medium', estimatedMinutes: 30, actualMinutes: 25, completed: true },
  { title: 'Plan the next week', priority: 'medium', estimatedMinutes: 45, actualMinutes: 10, completed: false },
  { title: 'Tidy the desk', priority: 'low', completed: false },
];

function bodyOf(habits, variant) {
  return {
    entries: habits.map(({ id, name }, place) => ({
      habitId: id,
      amount: MINUTES[name] + (place % 3 === 0 ? variant : 0),
      quality: 1 + ((place + variant) % 5),
    })),
    tasks: TASKS.map((task, place) => ({
      ...task,
      title: `${task.title} ${variant + 1}`,
      quadrant: `Q${1 + (place % 4)}`,
    })),
  };
}

const dates = Array.from({ length: DAYS }, (_, before) =>
  new Date(Date.now() - (DAYS - before) * 24 * 60 * 60 * 1000).toISOString().slice(0, 10),
);
const last = dates.at(-1);

async function makeUser(number) {
  const registration = {
    email: `user${number}@example.com`,
    password: 'a password for the bench',
    name: `User ${number}`,
  };
  const { token } = (await send('POST', '/api/auth/register', undefined, registration)).json;
  const { habits } = (await send('GET', '/api/habits', token)).json;
  if (habits.length !== 10) throw new Error(`${habits.length} habits instead of ten`);
  const bodies = [bodyOf(habits, 0), bodyOf(habits, 1)];
  for (const [place, date] of dates.entries()) {
    await send('PUT', `/api/days/${date}`, token, bodies[place % 2]);
  }
  return { token, bodies };
}

const users = [];
let next = 0;
async function makeUsers() {
  while (next < USERS) {
    const number = next++;
    users[number] = await makeUser(number);
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, makeUsers));

const quoted = (text) => `[==[${text}]==]`;
const rows = users.map(
  ({ token, bodies }) => `{ ${[token, ...bodies.map((body) => JSON.stringify(body))].map(quoted).join(', ')} },\n`,
);
writeFileSync(`${folder}/users.lua`, `return { date = "${last}",\n${rows.join('')}}\n`);

/** Without what two applications cannot have in common, and with its names in one order. */
function comparable(value) {
  if (Array.isArray(value)) return value.map(comparable);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([name]) => !['id', 'habitId', 'createdAt', 'updatedAt'].includes(name));
  return Object.fromEntries(kept.sort().map(([name, inner]) => [name, comparable(inner)]));
}
const { token } = users[0];
const habits = await send('GET', '/api/habits', token);
const day = await send('GET', `/api/days/${last}`, token);
const answers = [habits.json, day.json].map(comparable);
writeFileSync(`${folder}/answers.json`, `${JSON.stringify(answers, null, 1)}\n`);
writeFileSync(`${folder}/bytes`, `${habits.bytes} ${day.bytes}\n`);
agent.destroy();
