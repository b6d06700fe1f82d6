#!/usr/bin/env bash
# Checks the dependencies for known vulnerabilities in the RustSec database and the npm registry. It is not
# part of scripts/test.sh because it needs GitHub and the official npm registry (mirrors lack the audit
# service), and because it can fail without a change here: run it daily and before a release.

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
    say "Checks Cargo.lock and package-lock.json for known vulnerabilities; needs the network."
    exit 0
    ;;
  *) die "it takes no arguments; see scripts/audit.sh --help." ;;
esac

need_node
need_rust
TEMP=$(mktemp -d)
trap 'rm -rf "$TEMP"' EXIT
failed=()
cargo_deny "$TEMP" advisories || failed+=("cargo deny")
(cd "$WEB" && npm audit) || failed+=("npm audit")
((${#failed[@]} == 0)) ||
  die "${failed[*]} failed: see the message above. Update the dependencies that it names, or check the network."
say "No known vulnerabilities."
