#!/usr/bin/env bash
# One account's heavy work does not hold others up; see --help.

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

Starts kpi-backend (the debug build, made anew, unless another is named) on a free port, first on
SQLite and then on PostgreSQL, with its data in a temporary folder. A heavy user has 100 habits and 100
recorded days; eight others have ten habits and 14 days. The others read their habits, read a day and
save it, 40 requests a second in all, sign in once a second, and GET /api/health is asked every
250 ms:

  idle    nothing else is done
  heavy   the heavy user changes its habits' targets since 2000 without a pause, three at a time, each
          of which has all its days scored again

Prints a table (Markdown) for each database: how long the others waited in each phase, and how many of
their requests failed; and how often the heavy user came through. It fails when

  - a request of the others is not answered within 15 seconds, or with a status of 400 or more,
  - GET /api/health answers with another status than 200, or
  - the heavy user gets a status of 500 or more that is not a 503 with Retry-After, no answer at all,
    or never a success.

How long others wait depends on the machine, and is only told, unless it is

  --strict  which fails too when a p99 is more than three times that of the idle phase, or more than
            15 ms where that was below 5 ms

  SECONDS_EACH=4  seconds of each phase; a p99 that is to be relied on needs 30, as a sign-in comes
                  but once a second, and the slowest of so few is their p99

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
    -*) die "it does not know $argument; scripts/${0##*/} --help tells more." ;;
    *)
      [[ -z $BINARY ]] || die "it takes one kpi-backend; scripts/${0##*/} --help tells more."
      BINARY=$argument
      ;;
  esac
done
[[ $SECONDS_EACH =~ ^[1-9][0-9]*$ ]] || die "SECONDS_EACH is a number of seconds, and not \"$SECONDS_EACH\"."

TEMP=$(mktemp -d "${TMPDIR:-/tmp}/kpi-fairness.XXXXXX")
chmod 711 "$TEMP"

clean_up() {
  trap - EXIT
  trap '' HUP INT TERM
  if [[ -n $JOB ]]; then stop "$JOB" 5; fi
  stop_servers
  restore_policy
  rm -rf "$TEMP"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# run_backend NAME DATABASE_URL [COMMAND…]: in this shell's place, in a folder of its own, with these
# settings and no others.
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

# last_words NAME: what it logged last, but for the mails to new users, which have nowhere to go.
last_words() { grep -v '"mail given up"' "$TEMP/$1.log" | tail -n 20 >&2 || true; }

# measure NAME TITLE DATABASE_URL: whether the application is fair on this database.
measure() {
  local name=$1 title=$2 url=$3 code=0
  mkdir -p "$TEMP/pids" "$TEMP/$name"
  PORT=$(free_port)
  (run_backend "$name" "$url" migrate deploy) >"$TEMP/migrate.log" 2>&1 || {
    cat "$TEMP/migrate.log" >&2
    die "the tables could not be made."
  }
  spawn run_backend "$name" "$url" >"$TEMP/$name.log" 2>&1
  printf '%s\n' "$SPAWNED" >"$TEMP/pids/$name"
  wait_for 30 is_ready_or_gone "$name" || true
  is_ready || {
    last_words "$name"
    die "kpi-backend did not start."
  }
  run_job node scripts/lib/fairness.mjs "http://127.0.0.1:$PORT" "$title" "$SECONDS_EACH" \
    ${STRICT:+"$STRICT"} || code=$?
  if ((code != 0)); then last_words "$name"; fi
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
[[ -x $BINARY ]] || die "$BINARY is not there."
# Whatever is built meanwhile, this one is measured.
cp "$BINARY" "$TEMP/kpi-backend"
chmod 755 "$TEMP/kpi-backend"
SECRET=$(random_secret)
CODE=0

measure sqlite SQLite "sqlite:$TEMP/sqlite/kpi.db" || CODE=1
start_postgres >"$TEMP/initdb.log"
create_database fairness 2>/dev/null
measure postgresql PostgreSQL "$DATABASE_URL" || CODE=1
((CODE == 0))
