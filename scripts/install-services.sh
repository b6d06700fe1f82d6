#!/usr/bin/env bash
# Installs the built services on a machine with systemd; see --help.

set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh

usage() {
  cat <<'TEXT'
Usage: scripts/install-services.sh [back]

Installs the three binaries in target/release and the web app in crates/frontend/web/dist under
PREFIX (/usr/local), and restarts running services. The previous version is kept.

  back        install the previous version again
  -h, --help  show this
TEXT
}

PREFIX=${PREFIX:-/usr/local}
WEB=$PREFIX/share/kpi-productivity/web
BEFORE=$PREFIX/lib/kpi-before

# require_version BINARIES APP FIX: exits unless all files of a version exist.
require_version() {
  local path
  for path in "$1"/kpi-{backend,frontend,gateway} "$2/index.html"; do
    [[ -e $path ]] || die "$path does not exist, so nothing was changed: $3"
  done
}

# place BINARIES APP
place() {
  # install replaces the files; running binaries cannot be overwritten.
  install -m 755 -D -t "$PREFIX/bin" "$1"/kpi-{backend,frontend,gateway}
  mkdir -p "${WEB%/*}"
  rm -rf "$WEB.new"
  cp -r "$2" "$WEB.new"
  rm -rf "$WEB"
  mv "$WEB.new" "$WEB"
}

case ${1:-} in
  '')
    require_version target/release crates/frontend/web/dist "build them first (docs/operations.md)."
    if [[ -e $PREFIX/bin/kpi-gateway ]]; then
      rm -rf "$BEFORE"
      install -D -t "$BEFORE" "$PREFIX"/bin/kpi-{backend,frontend,gateway}
      cp -r "$WEB" "$BEFORE/web"
    fi
    place target/release crates/frontend/web/dist
    ;;
  back)
    require_version "$BEFORE" "$BEFORE/web" "there is no previous version."
    place "$BEFORE" "$BEFORE/web"
    ;;
  -h | --help)
    usage
    exit 0
    ;;
  *) die "unknown command \"$1\"; see scripts/install-services.sh --help." ;;
esac
systemctl try-restart kpi-backend kpi-frontend kpi-gateway
