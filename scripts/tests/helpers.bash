# shellcheck shell=bash disable=SC2034 # the tests read what is set here
# What the tests of the scripts share. A test that only concerns a script's own decisions runs it in
# a project of stand-ins, which takes no build; the others run the real services.

REPOSITORY=$(cd -- "$BATS_TEST_DIRNAME/../.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$REPOSITORY/scripts/lib/common.sh"

bats_require_minimum_version 1.5.0

# script COMMAND…: for `run`, with bats' own channel closed, which a left-over would keep open.
script() { "$@" 3>&-; }

# In bats a failing `! command` does not fail the test.
refute() { if "$@"; then return 1; fi; }

# What starts servers and builds the services.
load_libraries() {
  # shellcheck source=scripts/lib/packages.sh
  . "$REPOSITORY/scripts/lib/packages.sh"
  # shellcheck source=scripts/lib/servers.sh
  . "$REPOSITORY/scripts/lib/servers.sh"
  # shellcheck source=scripts/lib/build.sh
  . "$REPOSITORY/scripts/lib/build.sh"
}

# told_port LOG [FIELD]: the port that a service says in its log it listens on; started with port 0 it
# has one that is nobody else's.
told_port() { sed -nE "s/.*[^a-z_]${2:-port}\"?[=:]([0-9]+).*/\1/p" "$1" | head -n 1; }

# listens LOG PID: waits until it has told its port, and fails with its log when it has ended.
listens() {
  wait_for 120 has_told_or_gone "$@" || true
  [[ -n $(told_port "$1") ]] || { cat "$1" && return 1; }
}
has_told_or_gone() { [[ -n $(told_port "$1") ]] || gone "$2"; }

# Free ports and a data folder of the test's own.
use_free_ports() {
  GATEWAY_PORT=$(free_port) BACKEND_PORT=$(free_port) FRONTEND_PORT=$(free_port)
  DATA_DIR=$BATS_TEST_TMPDIR/data
  export GATEWAY_PORT BACKEND_PORT FRONTEND_PORT DATA_DIR
  unset DATABASE_URL DATABASE_URL_FILE DIRECT_URL DIRECT_URL_FILE JWT_SECRET JWT_SECRET_FILE
}

# A project with the real scripts, and cargo, npm and services that only pretend; every command of
# this machine is there but what comes from outside its packages.
make_project() {
  PROJECT=$BATS_TEST_TMPDIR/project
  BIN=$BATS_TEST_TMPDIR/bin
  CALLS=$BATS_TEST_TMPDIR/calls
  mkdir -p "$PROJECT/crates/frontend/web/src" "$PROJECT/target/debug" "$BIN"
  cp -r "$REPOSITORY/scripts" "$PROJECT/"
  echo 'rust-version = "1.95"' >"$PROJECT/Cargo.toml"
  echo '{"dependencies":{}}' >"$PROJECT/crates/frontend/web/package.json"
  echo '{"packages":{"":{"dependencies":{}}}}' >"$PROJECT/crates/frontend/web/package-lock.json"
  : >"$CALLS"
  local name tests=$REPOSITORY/scripts/tests/stand-ins
  ln -s /usr/bin/* "$BIN/"
  for name in cargo npm; do
    rm -f "$BIN/$name"
    ln -s "$tests/$name" "$BIN/$name"
  done
  for name in rustc cc pkg-config; do answers "$name" "rustc 1.95.0"; done
  rm -f "$BIN/node"
  ln -s "$(command -v node)" "$BIN/node"
  for name in kpi-backend kpi-frontend kpi-gateway; do
    ln -s "$tests/service.mjs" "$PROJECT/target/debug/$name"
  done
  export PROJECT CALLS HOME=$BATS_TEST_TMPDIR
  PATH=$BIN
}

# answers COMMAND TEXT: the command of the project of stand-ins prints just this.
answers() {
  rm -f "$BIN/$1"
  printf '#!/bin/sh\necho "%s"\n' "$2" >"$BIN/$1"
  chmod +x "$BIN/$1"
}

without() { rm -f "$BIN/$1"; }

# start FOLDER ARGUMENT…: its dev.sh in the background, as a shell would start it; its output goes
# to OUTPUT and its id to DEV. Ctrl-C reaches it also where whoever runs the tests lets it pass by,
# as a shell does for what it runs in the background.
start() {
  OUTPUT=$BATS_TEST_TMPDIR/output
  # What an earlier one said is not to be taken for this one's.
  : >"$OUTPUT"
  set -m
  /usr/bin/env --default-signal=INT "$1/scripts/dev.sh" "${@:2}" >"$OUTPUT" 2>&1 </dev/null 3>&- &
  DEV=$!
  set +m
}

is_ready() { grep -q '^KPI Productivity runs at ' "$OUTPUT"; }
is_ready_or_gone() { is_ready || gone "$DEV"; }

wait_until_ready() {
  wait_for "${1:-120}" is_ready_or_gone || true
  is_ready || { cat "$OUTPUT" && return 1; }
}

# Waits for the end of dev.sh and gives its exit code in STATUS.
wait_until_stopped() {
  STATUS=0
  wait_for 120 gone "$DEV" || { cat "$OUTPUT" && return 1; }
  wait "$DEV" || STATUS=$?
}

# The ids of the processes that dev.sh has started and that still run.
children() {
  local file id
  for file in /proc/[0-9]*/stat; do
    read -r id _ _ parent _ 2>/dev/null <"$file" || continue
    if [[ $parent == "$DEV" ]]; then echo "$id"; fi
  done
}

none_of() {
  local id
  for id in "$@"; do gone "$id" || return 1; done
}

# For `teardown`: whatever a failed test left.
stop_dev() {
  if [[ -n ${DEV:-} ]] && ! gone "$DEV"; then
    kill -TERM "$DEV"
    wait_for 120 gone "$DEV" || kill -KILL "$DEV"
  fi
}
