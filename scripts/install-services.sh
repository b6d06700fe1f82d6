#!/usr/bin/env bash
# Puts what was built here in place on a machine with systemd; see --help.

set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh

usage() {
  cat <<'TEXT'
Usage: scripts/install-services.sh [back]

Puts the three binaries in target/release and the web app in crates/frontend/web/dist under
PREFIX (/usr/local), and restarts the services that run. What was there is kept, and

  back        puts it in place again
  -h, --help  show this
TEXT
}

PREFIX=${PREFIX:-/usr/local}
WEB=$PREFIX/share/kpi-productivity/web
BEFORE=$PREFIX/lib/kpi-before

# there BINARIES APP CURE: ends with a sentence unless all of a version is there.
there() {
  local path
  for path in "$1"/kpi-{backend,frontend,gateway} "$2/index.html"; do
    [[ -e $path ]] || die "$path is not there, so nothing was changed: $3"
  done
}

# place BINARIES APP
place() {
  # New files in the old ones' place: what runs cannot be written to.
  install -m 755 -D -t "$PREFIX/bin" "$1"/kpi-{backend,frontend,gateway}
  mkdir -p "${WEB%/*}"
  rm -rf "$WEB.new"
  cp -r "$2" "$WEB.new"
  rm -rf "$WEB"
  mv "$WEB.new" "$WEB"
}

case ${1:-} in
  '')
    there target/release crates/frontend/web/dist "build them first (docs/operations.md)."
    if [[ -e $PREFIX/bin/kpi-gateway ]]; then
      rm -rf "$BEFORE"
      install -D -t "$BEFORE" "$PREFIX"/bin/kpi-{backend,frontend,gateway}
      cp -r "$WEB" "$BEFORE/web"
    fi
    place target/release crates/frontend/web/dist
    ;;
  back)
    there "$BEFORE" "$BEFORE/web" "there is no version before this one."
    place "$BEFORE" "$BEFORE/web"
    ;;
  -h | --help)
    usage
    exit 0
    ;;
  *) die "there is no \"$1\"; scripts/install-services.sh --help tells what there is." ;;
esac
systemctl try-restart kpi-backend kpi-frontend kpi-gateway
