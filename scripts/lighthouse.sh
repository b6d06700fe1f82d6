#!/usr/bin/env bash
# Audits the web app with Lighthouse; see --help.

set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh
# shellcheck source=scripts/lib/build.sh
. scripts/lib/build.sh
# shellcheck source=scripts/lib/demo.sh
. scripts/lib/demo.sh

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

start_demo kpi-lighthouse
export TMPDIR=$TEMP DEBUG_PORT=${DEBUG_PORT:-$(free_port)}
run_job node "$WEB/scripts/lighthouse.mjs"
