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
# shellcheck source=scripts/lib/backend.sh
. scripts/lib/backend.sh

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

measure() { # TITLE
  run_job node scripts/lib/fairness.mjs "http://127.0.0.1:$PORT" "$1" "$SECONDS_EACH" ${STRICT:+"$STRICT"}
}

need_node
provide has_postgres postgresql
provide_backend "$BINARY"
on_each_database measure
