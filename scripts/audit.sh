#!/usr/bin/env bash
# Asks the RustSec database and the npm registry for known faults in our dependencies. Apart from
# scripts/test.sh because it needs GitHub and npm's own registry (mirrors lack its audit service),
# and because it may fail overnight without a change of ours: run it daily and before a release.

set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh
# shellcheck source=scripts/lib/build.sh
. scripts/lib/build.sh
# shellcheck source=scripts/lib/deny.sh
. scripts/lib/deny.sh

case ${1:-} in
  '') ;;
  -h | --help)
    say "Usage: scripts/audit.sh"
    say "Checks Cargo.lock and package-lock.json against the databases of known faults; needs the network."
    exit 0
    ;;
  *) die "it takes no arguments; scripts/audit.sh --help tells more." ;;
esac

need_node
need_rust
TEMP=$(mktemp -d)
trap 'rm -rf "$TEMP"' EXIT
failed=()
cargo_deny "$TEMP" advisories || failed+=("cargo deny")
(cd "$WEB" && npm audit) || failed+=("npm audit")
((${#failed[@]} == 0)) ||
  die "${failed[*]} failed: the message is above. Update what it names, or see whether its database can be reached."
say "No known faults."
