#!/usr/bin/env bash
# Closes all ports but those of ssh and nginx; see --help.

set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh

usage() {
  cat <<'TEXT'
Usage: deploy/firewall/ufw.sh [--gateway]

Lets nothing in but ssh, 80 and 443, and everything out; run it as root.

  --gateway   also 30002, for a gateway with TLS of its own (SSL_CERT_PATH) and no nginx.
              Without TLS it would take passwords in the clear.
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
    *) die "there is no option \"$1\"; deploy/firewall/ufw.sh --help tells which there are." ;;
  esac
  shift
done
need ufw "ufw is missing: install it (apt-get install ufw) and start again."

# ssh first: whoever runs this may be sitting behind it.
ufw allow ssh
ufw default deny incoming
ufw default allow outgoing
ufw allow 80/tcp
ufw allow 443/tcp
if [[ -n $GATEWAY ]]; then ufw allow 30002/tcp; fi
ufw --force enable
ufw status verbose
