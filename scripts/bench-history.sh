#!/usr/bin/env bash
# Measures the pages that read a long history; see --help.

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

YEARS=${YEARS:-10}
SAMPLES=${SAMPLES:-100}

usage() {
  cat <<'TEXT'
Usage: scripts/bench-history.sh [path of a kpi-backend]

Starts kpi-backend (by default target/release/kpi-backend, built if it is missing) on a free port, first
on SQLite and then on PostgreSQL, with its data in a temporary folder. A user records every day of the
last YEARS years: ten habits, five tasks and a note. Then it reads, one request at a time and each after
the day has been saved again, so that nothing is cached: a day, the history of a habit over a year and
its statistics, a month, a year, the analytics of ten years, the exceptions of a year, and a search in the
notes.

Prints a Markdown table for each database: milliseconds from sending a request to the last byte of its
response, as median, 95th percentile and maximum.

  YEARS=10  SAMPLES=100 (requests of each kind)
TEXT
}

case ${1:-} in
  -h | --help)
    usage
    exit 0
    ;;
  -*) die "unknown option $1; see scripts/${0##*/} --help." ;;
esac

TEMP=$(mktemp -d "${TMPDIR:-/tmp}/kpi-history.XXXXXX")
chmod 711 "$TEMP"

clean_up_on_exit clean_up_servers

measure() { # TITLE
  run_job node scripts/lib/history.mjs "http://127.0.0.1:$PORT" "$1" "$YEARS" "$SAMPLES"
}

need_node
provide has_postgres postgresql
provide_release_backend "${1:-}"
on_each_database measure
