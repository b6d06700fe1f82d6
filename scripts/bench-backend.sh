#!/usr/bin/env bash
# Compares the backend with an Express and Prisma service that does the same work; see --help.

set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh
# shellcheck source=scripts/lib/build.sh
. scripts/lib/build.sh
# shellcheck source=scripts/lib/packages.sh
. scripts/lib/packages.sh
# shellcheck source=scripts/lib/servers.sh
. scripts/lib/servers.sh

PEER=bench/peer-express
ROUNDS=${ROUNDS:-3}
SECONDS_EACH=${SECONDS_EACH:-5}
CONNECTIONS=${CONNECTIONS:-16}
POOL=${POOL:-10}
BARE=${BARE:-0}
OPERATIONS=(habits day put turns)

usage() {
  cat <<'TEXT'
Usage: scripts/bench-backend.sh [path of a kpi-backend…]

Starts PostgreSQL, the peer of bench/peer-express and each kpi-backend (by default
target/release/kpi-backend; several are measured in the same rounds), each backend also on SQLite, on
free ports and with separate databases. Seeds each through its API: 100 users with ten habits and 14
recorded days. Then wrk, with one thread, sends requests of all users in turn:

  habits   GET /api/habits: ten habits with the version in force
  day      GET /api/days/DATE: ten entries, five tasks, the KPI explained
  put      PUT /api/days/DATE: the same day with other minutes, scored and saved
  turns    PUT and GET of a day in turn: each day has been saved again since it was last read

All applications run in production mode: the peer as one process, the backend with WORKERS=1, and
both with the same pool size, the same cost of password hashes, a JSON access log in a file, and rate
limits that are never reached. Prints a Markdown table for each operation; each value is the median of
the rounds, followed by their range. CPU is user + system time of the process and its children per
request; that of PostgreSQL is listed separately.

Responses other than 2xx and 304 are printed, and make it fail.

  ROUNDS=3  SECONDS_EACH=5  CONNECTIONS=16  POOL=10 (connections to the database)
  BARE=1    without access log and rate limits, on both sides
TEXT
}

case ${1:-} in
  -h | --help)
    usage
    exit 0
    ;;
esac

TEMP=$(mktemp -d "${TMPDIR:-/tmp}/kpi-bench.XXXXXX")
chmod 711 "$TEMP"

clean_up_on_exit clean_up_servers

has_wrk() { have wrk; }
need_node
provide has_postgres postgresql
provide has_wrk wrk

BINARIES=("$@")
if ((${#BINARIES[@]} == 0)); then
  BINARIES=(target/release/kpi-backend)
  [[ -x ${BINARIES[0]} ]] || run_job cargo build --release --locked --package kpi-backend
fi
for binary in "${BINARIES[@]}"; do [[ -x $binary ]] || die "$binary does not exist."; done

# Prisma's CLI downloads its migration engine, which is not needed here.
peer_is_installed() {
  [[ $PEER/node_modules/.prisma/client/schema.prisma -nt $PEER/package-lock.json &&
    $PEER/node_modules/.prisma/client/schema.prisma -nt $PEER/prisma/schema.prisma ]]
}
install_peer() {
  cd "$PEER"
  export PRISMA_SCHEMA_ENGINE_BINARY=/bin/true PRISMA_HIDE_UPDATE_MESSAGE=1 CHECKPOINT_DISABLE=1
  NODE_ENV=development npm ci --ignore-scripts --no-audit --no-fund &&
    npm run generate &&
    # The file may keep its time if its content does not change.
    touch node_modules/.prisma/client/schema.prisma
}
peer_is_installed || run_job install_peer >"$TEMP/npm.log" 2>&1 || {
  cat "$TEMP/npm.log" >&2
  die "the peer's packages cannot be installed."
}

# --- Starting the services, each on its own port.

NAMES=()
declare -A PORT PID

SECRET=$(random_secret)
LIMIT=1000000000
LEVEL=info
ACCESS_LOG=true
if ((BARE)); then LIMIT=0 LEVEL=warn ACCESS_LOG=false; fi

# start NAME COMMAND…: starts it with exactly these settings. It appends to its log TEMP/NAME.log, which can
# be truncated while it runs.
start() {
  local name=$1
  shift
  PORT[$name]=$(free_port)
  mkdir -p "$TEMP/pids" "$TEMP/$name"
  spawn env -i -C "$TEMP/$name" PATH="$PATH" NODE_ENV=production HOST=127.0.0.1 PORT="${PORT[$name]}" \
    JWT_SECRET="$SECRET" BCRYPT_ROUNDS=4 RATE_LIMIT_MAX_REQUESTS="$LIMIT" "$@" >>"$TEMP/$name.log" 2>&1
  PID[$name]=$SPAWNED
  NAMES+=("$name")
  printf '%s\n' "$SPAWNED" >"$TEMP/pids/$name"
  wait_for 30 is_ready_or_gone "$name" || true
  is_ready "$name" && return
  tail -n 20 "$TEMP/$name.log" >&2
  die "$name did not start."
}
is_ready() { [[ $(http_status "${PORT[$1]}" /health/ready) == 200 ]]; }
is_ready_or_gone() { gone "${PID[$1]}" || is_ready "$1"; }

start_peer() {
  create_database peer 2>/dev/null
  "$(postgres_programs)/psql" -Xq -v ON_ERROR_STOP=1 "$DATABASE_URL" -f "$PEER/prisma/migration.sql"
  start peer DATABASE_URL="$DATABASE_URL" DATABASE_CONNECTIONS="$POOL" ACCESS_LOG="$ACCESS_LOG" \
    node "$PWD/$PEER/src/server.js"
}

# start_backend NAME BINARY DATABASE_URL
start_backend() {
  local url="$3?connection_limit=$POOL"
  env -i -C "$TEMP" PATH="$PATH" NODE_ENV=production LOG_DIR= LOG_LEVEL=warn REDIS_REQUIRED=false \
    DATABASE_URL="$url" JWT_SECRET="$SECRET" "$2" migrate deploy >"$TEMP/migrate.log" 2>&1 || {
    cat "$TEMP/migrate.log" >&2
    die "$2 could not migrate its database."
  }
  start "$1" DATABASE_URL="$url" WORKERS=1 LOG_DIR= LOG_LEVEL="$LEVEL" REDIS_REQUIRED=false \
    RATE_LIMIT_USER_MAX_REQUESTS="$LIMIT" RATE_LIMIT_AUTH_MAX_REQUESTS="$LIMIT" "$2"
}

start_postgres >"$TEMP/initdb.log"
start_peer
for at in "${!BINARIES[@]}"; do
  name=backend
  if ((${#BINARIES[@]} > 1)); then name+=-$((at + 1)); fi
  # A copy, so that a build meanwhile does not change it.
  cp "${BINARIES[at]}" "$TEMP/kpi-$name"
  chmod 755 "$TEMP/kpi-$name"
  create_database "bench_$at" 2>/dev/null
  start_backend "$name" "$TEMP/kpi-$name" "$DATABASE_URL"
  start_backend "$name-sqlite" "$TEMP/kpi-$name" "sqlite:$TEMP/$name.db"
  say "$name is ${BINARIES[at]} of $(date -u -r "${BINARIES[at]}" +'%F %R') UTC, \
$(stat -L -c %s "${BINARIES[at]}" | awk '{ printf "%.0f MiB", $1 / 1048576 }')."
done

# --- Seeding.

for name in "${NAMES[@]}"; do
  run_job node "$PEER/seed.js" "http://127.0.0.1:${PORT[$name]}" "$TEMP/$name" || {
    tail -n 5 "$TEMP/$name.log" >&2
    die "$name could not be seeded."
  }
done
read -r habits_bytes day_bytes <"$TEMP/peer/bytes"
say "The peer's responses: habits $habits_bytes bytes, day $day_bytes bytes."
for name in "${NAMES[@]}"; do
  [[ $name == peer ]] && continue
  read -r habits_bytes day_bytes <"$TEMP/$name/bytes"
  if cmp -s "$TEMP/peer/answers.json" "$TEMP/$name/answers.json"; then
    say "Responses of $name: $habits_bytes and $day_bytes bytes, with the same content except ids and times."
  else
    say "Responses of $name: $habits_bytes and $day_bytes bytes, with different content:"
    diff -U 1 "$TEMP/peer/answers.json" "$TEMP/$name/answers.json" | head -n 30 || true
  fi
done

# --- Measuring.

cat >"$TEMP/load.lua" <<'LUA'
-- Arguments: the operation, and the users.
local threads = {}
function setup(thread) table.insert(threads, thread) end

function init(args)
  local operation, users = args[1], dofile(args[2])
  local day = "/api/days/" .. users.date
  local function get(user, path)
    return wrk.format("GET", path, { Authorization = "Bearer " .. user[1] })
  end
  local function put(user, variant)
    local headers = { Authorization = "Bearer " .. user[1], ["Content-Type"] = "application/json" }
    return wrk.format("PUT", day, headers, user[1 + variant])
  end
  requests, at = {}, 0
  for variant = 1, 2 do
    for number, user in ipairs(users) do
      -- Half a cycle behind, so that its save has completed.
      local other = users[(number + #users / 2 - 1) % #users + 1]
      if operation == "habits" then
        table.insert(requests, get(user, "/api/habits"))
      elseif operation == "day" then
        table.insert(requests, get(user, day))
      else
        table.insert(requests, put(user, variant))
        if operation == "turns" then table.insert(requests, get(other, day)) end
      end
    end
  end
  answers, hits, odd = 0, 0, 0
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function response(status, headers, body)
  answers = answers + 1
  if (headers["x-cache"] or headers["X-Cache"]) == "hit" then hits = hits + 1 end
  if status >= 200 and status < 300 or status == 304 then return end
  odd = odd + 1
  if odd <= 3 then io.stderr:write(string.format("%d %s\n", status, body:sub(1, 500))) end
end

function done(summary, latency)
  local errors, answers, hits, odd = summary.errors, 0, 0, 0
  for _, thread in ipairs(threads) do
    answers = answers + thread:get("answers")
    hits = hits + thread:get("hits")
    odd = odd + thread:get("odd")
  end
  local broken = errors.connect + errors.read + errors.write + errors.timeout
  if broken > 0 then
    io.stderr:write(string.format("connections: %d refused, %d broken in reading, %d in writing; %d late\n",
      errors.connect, errors.read, errors.write, errors.timeout))
  end
  local failed = broken + odd
  io.write(string.format("RESULT %d %d %.1f %d %d\n", answers, summary.duration, latency:percentile(99), failed, hits))
end
LUA

# process_tree PID: the ids of the process and all its descendants.
process_tree() {
  local child
  local -a children
  printf '%s\n' "$1"
  read -ra children -d '' < <(cat "/proc/$1"/task/*/children 2>/dev/null) || true
  for child in "${children[@]}"; do process_tree "$child"; done
}

# ticks PID: user and system time of the process tree, including exited children.
ticks() {
  process_tree "$1" | while IFS= read -r pid; do cat "/proc/$pid/stat" 2>/dev/null || true; done |
    awk '{ sub(/.*\) /, ""); sum += $12 + $13 + $14 + $15 } END { print sum + 0 }'
}

resident() { # in KiB
  process_tree "$1" | while IFS= read -r pid; do cat "/proc/$pid/status" 2>/dev/null || true; done |
    awk '/^VmRSS/ { sum += $2 } END { print sum + 0 }'
}

# measure NAME OPERATION SECONDS: a line "operation name responses µs p99 failed hits ticks ticks-of-PostgreSQL KiB".
measure() {
  local before postgres_before postgres
  postgres=$(<"$TEMP/pids/postgres")
  : >"$TEMP/$1.log"
  before=$(ticks "${PID[$1]}") postgres_before=$(ticks "$postgres")
  # The timeout of the backend's pool, so that late responses are measured.
  run_job wrk -t1 -c"$CONNECTIONS" -d"$3s" --timeout 20s -s "$TEMP/load.lua" "http://127.0.0.1:${PORT[$1]}" -- \
    "$2" "$TEMP/$1/users.lua" >"$TEMP/wrk" 2>"$TEMP/odd" || die "wrk: $(cat "$TEMP/wrk" "$TEMP/odd")"
  if [[ -s $TEMP/odd ]]; then
    say "Failed requests of $2 on $1, for example:" >&2
    cat "$TEMP/odd" >&2
  fi
  printf '%s %s %s %s %s %s\n' "$2" "$1" "$(sed -n 's/^RESULT //p' "$TEMP/wrk")" \
    "$(($(ticks "${PID[$1]}") - before))" "$(($(ticks "$postgres") - postgres_before))" "$(resident "${PID[$1]}")"
}

for operation in "${OPERATIONS[@]}"; do
  for name in "${NAMES[@]}"; do measure "$name" "$operation" 2 >>"$TEMP/warm-up"; done
done
for ((round = 0; round < ROUNDS; round++)); do
  for operation in "${OPERATIONS[@]}"; do
    for name in "${NAMES[@]}"; do measure "$name" "$operation" "$SECONDS_EACH" >>"$TEMP/results"; done
  done
done

say
say "Rounds: $ROUNDS of $SECONDS_EACH s; connections: $CONNECTIONS, to the database: $POOL; \
$(nproc) cores; Node $(node --version), PostgreSQL $("$(postgres_programs)/postgres" --version | awk '{ print $3 }').\
$( ((BARE == 0)) || printf ' Without access log and limits.')"
node - "$TEMP/results" "$TEMP/warm-up" "$(getconf CLK_TCK)" <<'JS'
const { readFileSync } = require('node:fs');
const [results, warmUp, ticksPerSecond] = process.argv.slice(2);
const titles = {
  habits: 'GET /api/habits',
  day: 'GET /api/days/{date}',
  put: 'PUT /api/days/{date}',
  turns: 'PUT and GET /api/days/{date} in turn (each day has been saved again since it was last read)',
};

const read = (file) => readFileSync(file, 'utf8').trim().split('\n').map((line) => line.split(' '));
const measured = {};
let failures = read(warmUp).reduce((sum, row) => sum + Number(row[5]), 0);
for (const [operation, name, ...rest] of read(results)) {
  const [answers, micros, p99, failed, hits, ticks, postgres, resident] = rest.map(Number);
  const cost = (spent) => ((spent / ticksPerSecond) * 1e6) / answers;
  const of = ((measured[operation] ??= {})[name] ??= []);
  of.push({
    rate: (answers / micros) * 1e6,
    p99: p99 / 1000,
    cpu: cost(ticks),
    postgres: cost(postgres),
    resident: resident / 1024,
    failed,
    answers,
    hits,
  });
  failures += failed;
}

function summary(values, digits) {
  const sorted = [...values].sort((one, other) => one - other);
  const half = sorted.length / 2;
  const median = (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
  const [low, high] = [sorted[0], sorted.at(-1)].map((value) => value.toFixed(digits));
  return `${median.toFixed(digits)} (${low}–${high})`;
}
const sum = (rounds, field) => rounds.reduce((total, round) => total + round[field], 0);
const row = (cells) => console.log(`| ${cells.join(' | ')} |`);

for (const [operation, names] of Object.entries(measured)) {
  const shares = Object.entries(names).map(
    ([name, rounds]) => `${name} ${((100 * sum(rounds, 'hits')) / sum(rounds, 'answers')).toFixed(0)} %`,
  );
  console.log(`\n### ${titles[operation]}\n\nCached responses (X-Cache: hit): ${shares.join(', ')}.\n`);
  row(['', 'requests/s', 'p99, ms', 'CPU per request, µs', "PostgreSQL's CPU per request, µs", 'resident, MiB', 'failed']);
  row(Array(7).fill('---'));
  for (const [name, rounds] of Object.entries(names)) {
    const of = (field, digits) => summary(rounds.map((round) => round[field]), digits);
    row([
      name,
      of('rate', 0),
      of('p99', 2),
      of('cpu', 0),
      name.endsWith('sqlite') ? '–' : of('postgres', 0),
      of('resident', 0),
      sum(rounds, 'failed'),
    ]);
  }
  for (const [name, rounds] of Object.entries(names)) {
    if (name === 'peer') continue;
    // Per round, so that other load on the machine affects both.
    const ratio = (field) => summary(rounds.map((round, at) => round[field] / names.peer[at][field]), 2);
    const postgres = name.endsWith('sqlite') ? '–' : ratio('postgres');
    row([`${name} ÷ peer`, ratio('rate'), ratio('p99'), ratio('cpu'), postgres, ratio('resident'), '']);
  }
}
if (failures > 0) {
  console.error(`\nFAILED: ${failures} requests, including the warm-up.`);
  process.exit(1);
}
JS
