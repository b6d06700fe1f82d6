// People around the demo user: friends, a request, a message, and a team with a goal; for scripts that look at pages.

const { BASE_URL = '', EMAIL = '', PASSWORD = '' } = process.env;
const DAY_MS = 86_400_000;
const DAYS = 10;
const GOAL_DAYS = 30;

/** How well each of them does: the share of the targets. */
const PEOPLE = { Ann: 1.1, Boris: 0.8, Chen: 0.5, Dana: 0.9 };

/** @param {number} daysAgo */
function dateOf(daysAgo) {
  return new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);
}

/**
 * A request with a session's token; its JSON. An unexpected response is an error.
 *
 * @param {string | null} token
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
async function send(token, method, path, body) {
  const response = await fetch(BASE_URL + path, {
    method,
    headers: {
      ...(token !== null && { Authorization: `Bearer ${token}` }),
      ...(body && { 'Content-Type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

/**
 * Registers somebody who has recorded the last days.
 *
 * @param {string} name
 * @param {number} share
 */
async function register(name, share) {
  const account = { name, email: `${name}@example.com`, password: PASSWORD };
  const { token, user } = await send(null, 'POST', '/api/auth/register', account);
  const { habits } = await send(token, 'GET', '/api/habits');
  for (let day = 1; day <= DAYS; day += 1) {
    const entries = habits.map(
      (
        /** @type {{ id: string, target: number }} */ { id, target },
        /** @type {number} */ place,
      ) => ({
        habitId: id,
        amount: Math.round(target * share * (0.8 + ((day + place) % 5) / 10)),
      }),
    );
    await send(token, 'PUT', `/api/days/${dateOf(day)}`, { entries, tasks: [] });
  }
  return { token, id: user.id, habits };
}

/** Makes them, with the demo user as the leader of the team; the team's id. */
export async function makeTeam() {
  const credentials = { email: EMAIL, password: PASSWORD };
  const { token: own } = await send(null, 'POST', '/api/auth/login', credentials);
  const { code } = await send(own, 'GET', '/api/friends/code');
  const { id: team } = await send(own, 'POST', '/api/teams', {
    name: 'Harbour crew',
    description: 'We read, move and sleep enough.',
  });
  const { joinCode } = await send(own, 'GET', `/api/teams/${team}`);
  const goals = `/api/teams/${team}/goals`;
  const { id: goal } = await send(own, 'POST', goals, {
    title: 'Ten hours of reading',
    target: 600,
    unit: 'min',
    from: dateOf(GOAL_DAYS),
    to: dateOf(-GOAL_DAYS),
    source: 'habit',
  });
  /** @param {string} token */
  const feed = async (token) => {
    const { habits } = await send(token, 'GET', '/api/habits');
    const reading = habits.find((/** @type {{ name: string }} */ { name }) => name === 'Reading');
    await send(token, 'PUT', `${goals}/${goal}/habit`, { habitId: reading.id });
  };
  await feed(own);
  for (const [name, share] of Object.entries(PEOPLE)) {
    const { token, id } = await register(name, share);
    await send(token, 'POST', '/api/teams/join', { code: joinCode });
    await feed(token);
    await send(token, 'POST', '/api/friends/requests', { code });
    // Dana still waits.
    if (name === 'Dana') continue;
    await send(own, 'POST', `/api/friends/requests/${id}/accept`);
    await send(token, 'PUT', '/api/sharing', { friends: 'habits', teams: 'kpi' });
  }
  return String(team);
}
