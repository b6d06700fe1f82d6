# shellcheck shell=bash disable=SC2034 # the tests read what is set here
# Shared by the tests of the scripts. Tests of a script's own logic run it in a project of fakes, which
# needs no build; the others run the real services.

REPOSITORY=$(cd -- "$BATS_TEST_DIRNAME/../.." && pwd)
# shellcheck source=scripts/lib/common.sh
. "$REPOSITORY/scripts/lib/common.sh"

bats_require_minimum_version 1.5.0

# script COMMAND…: for `run`, without bats' file descriptor 3, which a remaining process would keep open.
script() { "$@" 3>&-; }

# In bats a failing `! command` does not fail the test.
refute() { if "$@"; then return 1; fi; }

# The libraries that start servers and build the services.
load_libraries() {
  # shellcheck source=scripts/lib/packages.sh
  . "$REPOSITORY/scripts/lib/packages.sh"
  # shellcheck source=scripts/lib/servers.sh
  . "$REPOSITORY/scripts/lib/servers.sh"
  # shellcheck source=scripts/lib/build.sh
  . "$REPOSITORY/scripts/lib/build.sh"
}

# logged_port LOG [FIELD]: the port in a service's log. With port 0 the service chooses a free one.
logged_port() { sed -nE "s/.*[^a-z_]${2:-port}\"?[=:]([0-9]+).*/\1/p" "$1" | head -n 1; }

# listens LOG PID: waits until the service has logged its port; prints its log if it exits.
listens() {
  wait_for 120 has_port_or_gone "$@" || true
  [[ -n $(logged_port "$1") ]] || { cat "$1" && return 1; }
}
has_port_or_gone() { [[ -n $(logged_port "$1") ]] || gone "$2"; }

# Free ports and a separate data folder.
use_free_ports() {
  GATEWAY_PORT=$(free_port) BACKEND_PORT=$(free_port) FRONTEND_PORT=$(free_port)
  DATA_DIR=$BATS_TEST_TMPDIR/data
  export GATEWAY_PORT BACKEND_PORT FRONTEND_PORT DATA_DIR
  unset DATABASE_URL DATABASE_URL_FILE DIRECT_URL DIRECT_URL_FILE JWT_SECRET JWT_SECRET_FILE
}

# Creates a project with the real scripts, and fakes of cargo, npm and the services. PATH contains the
# commands in /usr/bin and the fakes only.
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
  local name tests=$REPOSITORY/scripts/tests/fakes
  ln -s /usr/bin/* "$BIN/"
  for name in cargo npm; do
    rm -f "$BIN/$name"
    ln -s "$tests/$name" "$BIN/$name"
  done
  for name in rustc cc pkg-config; do fake_command "$name" "rustc 1.95.0"; done
  rm -f "$BIN/node"
  ln -s "$(command -v node)" "$BIN/node"
  for name in kpi-backend kpi-frontend kpi-gateway; do
    ln -s "$tests/service.mjs" "$PROJECT/target/debug/$name"
  done
  export PROJECT CALLS HOME=$BATS_TEST_TMPDIR
  PATH=$BIN
}

# fake_command COMMAND TEXT: replaces the command by one that prints TEXT.
fake_command() {
  rm -f "$BIN/$1"
  printf '#!/bin/sh\necho "%s"\n' "$2" >"$BIN/$1"
  chmod +x "$BIN/$1"
}

without() { rm -f "$BIN/$1"; }

# start FOLDER ARGUMENT…: runs its dev.sh in the background; sets OUTPUT to its output file and DEV to its
# id. It resets SIGINT, which a shell ignores for background processes.
start() {
  OUTPUT=$BATS_TEST_TMPDIR/output
  # Do not match the log of an earlier run.
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

# Waits until dev.sh exits, and sets STATUS to its exit code.
wait_until_stopped() {
  STATUS=0
  wait_for 120 gone "$DEV" || { cat "$OUTPUT" && return 1; }
  wait "$DEV" || STATUS=$?
}

# The ids of dev.sh's running child processes.
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

# For `teardown`: stops dev.sh after a failed test.
stop_dev() {
  if [[ -n ${DEV:-} ]] && ! gone "$DEV"; then
    kill -TERM "$DEV"
    wait_for 120 gone "$DEV" || kill -KILL "$DEV"
  fi
}
