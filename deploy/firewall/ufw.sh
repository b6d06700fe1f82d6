#!/usr/bin/env bash
# Closes all ports except those of ssh and nginx; see --help.

set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh

usage() {
  cat <<'TEXT'
Usage: deploy/firewall/ufw.sh [--gateway]

Allows incoming ssh, 80 and 443 only, and all outgoing connections; run it as root.

  --gateway   also opens 30002, for a gateway with its own TLS (SSL_CERT_PATH) and without nginx.
              Without TLS passwords would be sent in clear text.
  -h, --help  show this
TEXT
}

GATEWAY=
while (($#)); do
  case $1 in
    --gateway) GATEWAY=yes ;;
    -h | --help)
      usage
      exit 0
      ;;
    *) die "unknown option \"$1\"; see deploy/firewall/ufw.sh --help." ;;
  esac
  shift
done
need ufw "ufw is missing: install it (apt-get install ufw) and start again."

# ssh first, so that the current session is not cut off.
ufw allow ssh
ufw default deny incoming
ufw default allow outgoing
ufw allow 80/tcp
ufw allow 443/tcp
if [[ -n $GATEWAY ]]; then ufw allow 30002/tcp; fi
ufw --force enable
ufw status verbose
