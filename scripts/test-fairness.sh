#!/usr/bin/env bash
# Tests that one account's heavy work does not block others; see --help.

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

SECONDS_EACH=${SECONDS_EACH:-4}

usage() {
  cat <<'TEXT'
Usage: scripts/test-fairness.sh [--strict] [path of a kpi-backend]

Starts kpi-backend (by default a fresh debug build) on a free port, first on SQLite and then on
PostgreSQL, with its data in a temporary folder. A heavy user has 100 habits and 100 recorded days;
eight other users have ten habits and 14 days. The others read their habits, read a day and save it,
40 requests a second in total, and sign in once a second; GET /api/health is requested every 250 ms:

  idle    no other load
  heavy   the heavy user changes its habits' targets since 2000 without pause, three at a time; each
          change recalculates all its days

Prints a Markdown table for each database: the latency of the others in each phase, their failed
requests, and the heavy user's responses. It fails if

  - a request of the others gets no response within 15 seconds, or a status of 400 or more,
  - GET /api/health responds with another status than 200, or
  - the heavy user gets a status of 500 or more that is not a 503 with Retry-After, no response, or no
    successful response at all.

Latencies depend on the machine, and are only printed, unless you pass

  --strict  also fails if a p99 is more than three times that of the idle phase, or more than 15 ms if
            that was below 5 ms

  SECONDS_EACH=4  seconds of each phase; use 30 for a reliable p99, since there is only one sign-in
                  per second, and the p99 of few requests is the slowest one

It takes about half a minute once the binary is built.
TEXT
}

STRICT=
BINARY=
for argument in "$@"; do
  case $argument in
    -h | --help)
      usage
      exit 0
      ;;
    --strict) STRICT=--strict ;;
    -*) die "unknown option $argument; see scripts/${0##*/} --help." ;;
    *)
      [[ -z $BINARY ]] || die "it takes one kpi-backend; see scripts/${0##*/} --help."
      BINARY=$argument
      ;;
  esac
done
[[ $SECONDS_EACH =~ ^[1-9][0-9]*$ ]] || die "SECONDS_EACH is \"$SECONDS_EACH\", which is not a number of seconds."

TEMP=$(mktemp -d "${TMPDIR:-/tmp}/kpi-fairness.XXXXXX")
chmod 711 "$TEMP"

clean_up_on_exit clean_up_servers

# run_backend NAME DATABASE_URL [COMMAND…]: replaces this shell, in a separate folder, with exactly these
# settings.
run_backend() {
  local name=$1 url=$2
  shift 2
  exec env -i -C "$TEMP/$name" PATH="$PATH" NODE_ENV=production LOG_DIR='' LOG_LEVEL=warn WORKERS=2 \
    HOST=127.0.0.1 PORT="$PORT" DATABASE_URL="$url" REDIS_REQUIRED=false JWT_SECRET="$SECRET" \
    BCRYPT_ROUNDS=4 RATE_LIMIT_MAX_REQUESTS=0 RATE_LIMIT_USER_MAX_REQUESTS=0 \
    RATE_LIMIT_AUTH_MAX_REQUESTS=0 "$TEMP/kpi-backend" "$@"
}
is_ready() { [[ $(http_status "$PORT" /health/ready) == 200 ]]; }
is_ready_or_gone() { is_ready || gone "$(<"$TEMP/pids/$1")"; }

# print_log_tail NAME: the end of its log, without the failed mails to new users.
print_log_tail() { grep -v '"mail given up"' "$TEMP/$1.log" | tail -n 20 >&2 || true; }

# measure NAME TITLE DATABASE_URL: runs the test on this database.
measure() {
  local name=$1 title=$2 url=$3 code=0
  mkdir -p "$TEMP/pids" "$TEMP/$name"
  PORT=$(free_port)
  (run_backend "$name" "$url" migrate deploy) >"$TEMP/migrate.log" 2>&1 || {
    cat "$TEMP/migrate.log" >&2
    die "the database could not be migrated."
  }
  spawn run_backend "$name" "$url" >"$TEMP/$name.log" 2>&1
  printf '%s\n' "$SPAWNED" >"$TEMP/pids/$name"
  wait_for 30 is_ready_or_gone "$name" || true
  is_ready || {
    print_log_tail "$name"
    die "kpi-backend did not start."
  }
  run_job node scripts/lib/fairness.mjs "http://127.0.0.1:$PORT" "$title" "$SECONDS_EACH" \
    ${STRICT:+"$STRICT"} || code=$?
  if ((code != 0)); then print_log_tail "$name"; fi
  stop "$(<"$TEMP/pids/$name")" 20
  rm -f "$TEMP/pids/$name"
  return "$code"
}

need_node
provide has_postgres postgresql
if [[ -z $BINARY ]]; then
  need_rust
  run_job build_binaries
  BINARY=$(binary_folder)/kpi-backend
fi
[[ -x $BINARY ]] || die "$BINARY does not exist."
# A copy, so that a build meanwhile does not change it.
cp "$BINARY" "$TEMP/kpi-backend"
chmod 755 "$TEMP/kpi-backend"
SECRET=$(random_secret)
CODE=0

measure sqlite SQLite "sqlite:$TEMP/sqlite/kpi.db" || CODE=1
start_postgres >"$TEMP/initdb.log"
create_database fairness 2>/dev/null
measure postgresql PostgreSQL "$DATABASE_URL" || CODE=1
((CODE == 0))
