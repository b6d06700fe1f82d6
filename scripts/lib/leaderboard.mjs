// Measures the pages of a team; for scripts/bench-leaderboard.sh.
//
//   node scripts/lib/leaderboard.mjs ORIGIN TITLE TEAMS MEMBERS DAYS SAMPLES
//
// The members of all teams record every day through the API, then each page of one team is read SAMPLES times, one at a
// time. Prints a Markdown table. An unexpected response is an error.
import { DAY, connect, dateOf, printHead, printRow } from './bench-client.mjs';

const [origin, title, ...numbers] = process.argv.slice(2);
const [teams, members, days, samples] = numbers.map(Number);
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

/** Saves a day, the `day`th of all; other amounts with another `version`. */
async function save({ token, habits, number }, day, version = 0) {
  const entries = habits.map(({ id, target }, place) => ({
    habitId: id,
    amount: Math.round(target * (0.4 + ((number * 7 + day * 3 + place + version) % 8) / 10)),
  }));
  const path = `/api/days/${dateOf(first + day * DAY)}`;
  return await send(token, 'PUT', path, { entries, tasks: [] });
}

async function record(person) {
  for (let day = 0; day < days; day += 1) await save(person, day);
}

/** Runs the work on each item, as many at once as there are connections; the results in order. */
async function each(items, work) {
  const results = [];
  const rest = [...items.entries()];
  const worker = async () => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
      results[next[0]] = await work(next[1]);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return results;
}

// --- Seeding.

/** Makes the `place`th team; its id and members, the leader first. */
async function makeTeam(place) {
  const people = [];
  for (let number = 0; number < members; number += 1) {
    people.push(await register(place * members + number));
  }
  const [leader, ...others] = people;
  const { id } = (await send(leader.token, 'POST', '/api/teams', { name: `Team ${place}` })).json;
  const { joinCode } = (await send(leader.token, 'GET', `/api/teams/${id}`)).json;
  for (const { token } of others) {
    await send(token, 'POST', '/api/teams/join', { code: joinCode });
  }
  return { id, people };
}

const places = Array.from({ length: teams }, (_, place) => place);
const made = await each(places, makeTeam);
await each(
  made.flatMap((team) => team.people),
  record,
);
const [{ id, people }] = made;
const [leader] = people;
const goal = { target: 10_000, unit: 'min', from: dateOf(first), to: dateOf(yesterday) };

async function addGoal(source) {
  const body = { ...goal, title: `A goal, ${source}`, source };
  return (await send(leader.token, 'POST', `/api/teams/${id}/goals`, body)).json.id;
}

// --- Measuring.

async function measureEach(name, request) {
  const times = [];
  for (let n = 0; n < samples; n += 1) times.push((await request(n)).took);
  printRow(name, times);
}

async function measure(name, path) {
  await measureEach(name, () => send(leader.token, 'GET', `/api/teams/${id}${path}`));
}

const size = `${teams === 1 ? '' : `${teams} teams of `}${members} members, ${days} days`;
printHead(`${title}: ${size}, ${samples} requests of each kind`);
await measureEach('a day of a member, saved', (n) => save(leader, days - 1, n + 1));
await measureEach("a member's teams", () => send(leader.token, 'GET', '/api/teams'));
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
