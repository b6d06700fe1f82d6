#!/usr/bin/env bash
# Takes the pictures of docs/screens; see --help.

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
Usage: scripts/screens.sh [SCREEN…]

Starts the application with a year of demo data on free ports and in a temporary folder, and takes a
picture of each screen, or of the named ones, on a desktop and on a phone, light and dark, into
docs/screens/SCREEN-FORM-THEME.png. Needs Chromium.

  E2E_CHROMIUM   the browser to use
TEXT
}

case ${1:-} in
  -h | --help)
    usage
    exit 0
    ;;
  -*) die "unknown option $1; see scripts/${0##*/} --help." ;;
esac

start_demo kpi-screens
mkdir -p docs/screens
export SCREENS_DIR=$PWD/docs/screens
cd "$WEB"
run_job node scripts/screens.mjs "$@"
