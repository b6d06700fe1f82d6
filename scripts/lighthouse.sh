#!/usr/bin/env bash
# Audits the web app with Lighthouse; see --help.

set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh
# shellcheck source=scripts/lib/build.sh
. scripts/lib/build.sh

usage() {
  cat <<'TEXT'
Usage: scripts/lighthouse.sh

Starts the application with a year of demo data on free ports and in a temporary folder, signs in, audits
Today, the year and the settings with Lighthouse, as a phone and as a desktop computer with an empty
cache, and prints the scores as a Markdown table: the medians of some runs. It fails if a performance
score is below 90 or another one below 100. Performance needs a machine without other load.

npx fetches Lighthouse. Needs Chromium.

  RUNS=3         audits of each page and form
  E2E_CHROMIUM   the browser to use
TEXT
}

case ${1:-} in
  '') ;;
  -h | --help)
    usage
    exit 0
    ;;
  *) die "unknown option $1; see scripts/${0##*/} --help." ;;
esac

has_started() { grep -q '^KPI Productivity runs at ' "$TEMP/app.log"; }
started_or_gone() { has_started || gone "$APP"; }

clean_up() {
  trap - EXIT
  if [[ -n ${APP:-} ]]; then stop "$APP" 30; fi
  rm -rf "$TEMP"
}

need_node
make_temp kpi-lighthouse
clean_up_on_exit clean_up
export GATEWAY_PORT BACKEND_PORT FRONTEND_PORT
GATEWAY_PORT=$(free_port) BACKEND_PORT=$(free_port) FRONTEND_PORT=$(free_port)
spawn env DATA_DIR="$TEMP/data" DATABASE_URL="sqlite:$TEMP/kpi.db" RATE_LIMIT_MAX_REQUESTS=100000 \
  VITE_API_URL=/api scripts/dev.sh --demo >"$TEMP/app.log" 2>&1
APP=$SPAWNED
wait_for 1800 started_or_gone || true
has_started || die "The application did not start: $(<"$TEMP/app.log")"

read -r EMAIL PASSWORD < <(sed -nE 's/^Demo user: (\S+) +password: (\S+)$/\1 \2/p' "$TEMP/app.log")
export EMAIL PASSWORD TMPDIR=$TEMP
export BASE_URL=http://localhost:$GATEWAY_PORT DEBUG_PORT=${DEBUG_PORT:-$(free_port)}
run_job node "$WEB/scripts/lighthouse.mjs"
