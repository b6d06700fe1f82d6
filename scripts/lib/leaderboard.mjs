// Measures the pages of a full team; for scripts/bench-leaderboard.sh.
//
//   node scripts/lib/leaderboard.mjs ORIGIN TITLE MEMBERS DAYS SAMPLES
//
// Members record every day through the API, then each page is read SAMPLES times, one at a time. Prints a Markdown
// table. An unexpected response is an error.
import { DAY, connect, dateOf, printHead, printRow } from './bench-client.mjs';

const [origin, title, ...numbers] = process.argv.slice(2);
const [members, days, samples] = numbers.map(Number);
const CONNECTIONS = 4;
const { send, close } = connect(origin, CONNECTIONS);

const yesterday = Date.parse(dateOf(Date.now())) - DAY;
const first = yesterday - (days - 1) * DAY;
const range = `from=${dateOf(first)}&to=${dateOf(yesterday)}`;

async function register(number) {
  const account = {
    email: `member-${number}@example.com`,
    password: 'a password for the bench',
    name: `Member ${number}`,
  };
  const { token } = (await send(null, 'POST', '/api/auth/register', account)).json;
  const { habits } = (await send(token, 'GET', '/api/habits')).json;
  return { token, habits, number };
}

async function record({ token, habits, number }) {
  for (let day = 0; day < days; day += 1) {
    const entries = habits.map(({ id, target }, place) => ({
      habitId: id,
      amount: Math.round(target * (0.4 + ((number * 7 + day * 3 + place) % 8) / 10)),
    }));
    await send(token, 'PUT', `/api/days/${dateOf(first + day * DAY)}`, { entries, tasks: [] });
  }
}

/** Runs the work on each item, as many at once as there are connections. */
async function each(items, work) {
  const rest = [...items];
  const worker = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
}

// --- Seeding.

const people = [];
await each(Array.from({ length: members }, (_, number) => number), async (number) => {
  people.push(await register(number));
});
const [leader, ...others] = people;
const { id } = (await send(leader.token, 'POST', '/api/teams', { name: 'Full' })).json;
const { joinCode } = (await send(leader.token, 'GET', `/api/teams/${id}`)).json;
for (const { token } of others) {
  await send(token, 'POST', '/api/teams/join', { code: joinCode });
}
await each(people, record);
const goal = { target: 10_000, unit: 'min', from: dateOf(first), to: dateOf(yesterday) };

async function addGoal(source) {
  const body = { ...goal, title: `A goal, ${source}`, source };
  return (await send(leader.token, 'POST', `/api/teams/${id}/goals`, body)).json.id;
}

// --- Measuring.

async function measure(name, path) {
  const times = [];
  for (let n = 0; n < samples; n += 1) {
    times.push((await send(leader.token, 'GET', `/api/teams/${id}${path}`)).took);
  }
  printRow(name, times);
}

printHead(`${title}: ${members} members, ${days} days, ${samples} requests of each kind`);
await measure('leaderboard of all days', `/leaderboard?period=custom&${range}`);
await measure('leaderboard of a month', '/leaderboard?period=month');
await measure('leaderboard of a week', '/leaderboard?period=week');
await measure('analytics of all days', `/analytics?${range}`);
await measure('export of all days', `/export?${range}`);
const entered = await addGoal('entered');
const fed = await addGoal('habit');
await each(people, async ({ token, habits }) => {
  const path = `/api/teams/${id}/goals`;
  await send(token, 'PUT', `${path}/${fed}/habit`, { habitId: habits[0].id });
  const progress = `${path}/${entered}/progress/${dateOf(yesterday)}`;
  await send(token, 'PUT', progress, { amount: 5_000 });
});
await measure('leaderboard of all days, with two goals', `/leaderboard?period=custom&${range}`);
await measure('goals', '/goals');
close();
