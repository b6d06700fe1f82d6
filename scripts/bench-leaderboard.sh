#!/usr/bin/env bash
# Measures the pages of a team; see --help.

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

TEAMS=${TEAMS:-1}
MEMBERS=${MEMBERS:-99}
DAYS=${DAYS:-365}
SAMPLES=${SAMPLES:-100}

usage() {
  cat <<'TEXT'
Usage: scripts/bench-leaderboard.sh [path of a kpi-backend]

Starts kpi-backend (by default target/release/kpi-backend, built if it is missing) on a free port, first
on SQLite and then on PostgreSQL, with its data in a temporary folder. MEMBERS people are in each team and
record each of the last DAYS days: ten habits. Then it saves a day, reads a member's teams, and of one team the
leaderboard of all these days, of a month and of a week, analytics and export, and the leaderboard again with
two goals, one request at a time.

Prints a Markdown table for each database: milliseconds from sending a request to the last byte of its
response, as median, 95th percentile and maximum. Nothing of it is cached.

  TEAMS=1  MEMBERS=99  DAYS=365  SAMPLES=100 (requests of each kind)
TEXT
}

case ${1:-} in
  -h | --help)
    usage
    exit 0
    ;;
  -*) die "unknown option $1; see scripts/${0##*/} --help." ;;
esac

TEMP=$(mktemp -d "${TMPDIR:-/tmp}/kpi-leaderboard.XXXXXX")
chmod 711 "$TEMP"

clean_up_on_exit clean_up_servers

measure() { # TITLE
  run_job node scripts/lib/leaderboard.mjs "http://127.0.0.1:$PORT" "$1" "$TEAMS" "$MEMBERS" "$DAYS" "$SAMPLES"
}

need_node
provide has_postgres postgresql
provide_release_backend "${1:-}"
on_each_database measure
