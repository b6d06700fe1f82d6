#!/usr/bin/env bats
# The logic of scripts/dev.sh, with fakes of cargo, npm and the services.

# shellcheck disable=SC2153,SC2154 # OUTPUT, STATUS and DEV come from helpers, stderr from bats
load helpers

setup() {
  make_project
  use_free_ports
}

teardown() {
  stop_dev
}

# refuses TEXT ARGUMENT…: dev.sh fails, and the last line on stderr contains TEXT.
refuses() {
  local words=$1
  shift
  run --separate-stderr script "$PROJECT/scripts/dev.sh" "$@"
  echo "$output" "$stderr"
  ((status != 0))
  [[ $(tail -n 1 <<<"$stderr") == "dev.sh: "*"$words"* ]]
}

nothing_was_built() { refute grep -E 'cargo build|npm' "$CALLS"; }

@test "--help prints the settings and does nothing" {
  run "$PROJECT/scripts/dev.sh" --help
  ((status == 0))
  [[ $output == *--demo* && $output == *GATEWAY_PORT* && $output == *DATA_DIR* ]]
  [[ ! -s $CALLS && ! -e $DATA_DIR ]]
}

@test "an unknown option is rejected" {
  refuses 'unknown option "--fast"' --fast
}

@test "node is missing" {
  without node
  refuses "Node.js is missing: install version 20.19 or newer"
}

@test "npm is missing" {
  without npm
  refuses "npm is missing: install it"
}

@test "node is too old" {
  fake_command node 18.20.4
  refuses "Node.js 18.20.4 is too old: install version 20.19 or newer"
}

@test "cargo is missing" {
  without cargo
  refuses "cargo is missing: install Rust from https://rustup.rs"
}

@test "Rust is too old" {
  fake_command rustc "rustc 1.80.1 (abc 2024-08-06)"
  refuses "Rust 1.80.1 is too old: install 1.95 or newer"
}

@test "a C compiler is missing" {
  without cc
  refuses "A C compiler is missing: install one"
}

@test "neither OpenSSL nor its build tools are installed" {
  without pkg-config
  without perl
  refuses "building OpenSSL needs perl"
}

@test "without OpenSSL's headers the vendored build is used" {
  without pkg-config
  ln -sf /bin/true "$BIN/perl"
  ln -sf /bin/true "$BIN/make"
  start "$PROJECT"
  wait_until_ready
  grep 'cargo build --locked .*--features kpi-backend/vendored-openssl' "$CALLS"
}

@test "a port is in use" {
  node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => console.log(s.address().port))' \
    >"$BATS_TEST_TMPDIR/listener" 3>&- &
  local listener=$!
  wait_for 120 test -s "$BATS_TEST_TMPDIR/listener"
  FRONTEND_PORT=$(<"$BATS_TEST_TMPDIR/listener")
  refuses "Port $FRONTEND_PORT is already in use: stop what runs there" || { kill "$listener" && false; }
  kill "$listener"
  nothing_was_built
}

@test "an invalid port, and one port for two services" {
  GATEWAY_PORT=http refuses 'GATEWAY_PORT is "http", which is not a port'
  GATEWAY_PORT=70000 refuses 'GATEWAY_PORT is "70000", which is not a port'
  BACKEND_PORT=$GATEWAY_PORT refuses "GATEWAY_PORT and BACKEND_PORT are both $GATEWAY_PORT"
}

@test "the data folder cannot be written" {
  : >"$BATS_TEST_TMPDIR/file"
  DATA_DIR=$BATS_TEST_TMPDIR/file/data refuses "cannot be written"
}

@test "the build of the services fails" {
  CARGO_FAILS=1 refuses "Building the services failed: see cargo's message above."
  [[ $stderr == *"expected one of these"* ]]
}

@test "the web app's packages or its build fail" {
  NPM_FAILS=ci refuses "Installing the web app's packages failed"
  NPM_FAILS=run refuses "Building the web app failed"
  [[ ! -e $PROJECT/crates/frontend/web/node_modules/.cache/kpi-built ]]
}

@test "the database cannot be migrated" {
  DATABASE_FAILS=1 refuses "The database could not be migrated"
  [[ $stderr == *"the database is away"* ]]
}

@test "a service stops while it starts" {
  FAILS=kpi-frontend refuses "kpi-frontend stopped while it started. Its log is $DATA_DIR/logs/kpi-frontend.log"
  [[ $stderr == *"something is wrong here"* ]]
  refute port_in_use "$BACKEND_PORT"
}

@test "a service does not become healthy" {
  START_TIMEOUT=15 SICK=kpi-gateway refuses "kpi-gateway did not become healthy within 15 seconds."
  refute port_in_use "$BACKEND_PORT"
  refute port_in_use "$GATEWAY_PORT"
}

@test "one address is printed, and Ctrl-C leaves nothing running" {
  start "$PROJECT"
  wait_until_ready
  grep -qx "KPI Productivity runs at http://localhost:$GATEWAY_PORT" "$OUTPUT"
  (($(grep -c http:// "$OUTPUT") == 1))
  local -a services
  mapfile -t services < <(children | while read -r id; do grep -qz serve "/proc/$id/cmdline" && echo "$id"; done)
  ((${#services[@]} == 3))
  kill -INT -- "-$DEV"
  wait_until_stopped
  ((STATUS == 0))
  none_of "${services[@]}"
}

@test "SIGTERM stops everything too" {
  start "$PROJECT"
  wait_until_ready
  local -a services
  mapfile -t services < <(children)
  kill -TERM "$DEV"
  wait_until_stopped
  none_of "${services[@]}"
}

@test "a signal during the build stops the build" {
  CARGO_HANGS=1 start "$PROJECT"
  wait_for 120 test -s "$CALLS.pid"
  kill -TERM "$DEV"
  wait_until_stopped
  ((STATUS == 143))
  gone "$(<"$CALLS.pid")"
}

@test "when a service exits the others are stopped, and it is named" {
  start "$PROJECT"
  wait_until_ready
  local -a services
  mapfile -t services < <(children)
  local id
  for id in "${services[@]}"; do
    if tr '\0' ' ' <"/proc/$id/cmdline" | grep -q kpi-frontend; then kill -KILL "$id"; fi
  done
  wait_until_stopped
  ((STATUS != 0))
  tail -n 1 "$OUTPUT" | grep "kpi-frontend stopped by itself, so the others are stopped too. Its log is $DATA_DIR/logs/kpi-frontend.log"
  none_of "${services[@]}"
}

@test "a second start builds the web app only if it has changed" {
  local web=$PROJECT/crates/frontend/web
  builds() { grep -c 'npm run build' "$CALLS" || true; }
  again() {
    start "$PROJECT"
    wait_until_ready
    kill -INT "$DEV"
    wait_until_stopped
  }
  again
  (($(builds) == 1 && $(grep -c 'npm ci' "$CALLS") == 1))
  again
  (($(builds) == 1 && $(grep -c 'npm ci' "$CALLS") == 1))
  echo 1 >"$web/src/new.ts"
  again
  (($(builds) == 2))
  mv "$web/src/new.ts" "$web/src/other.ts"
  again
  (($(builds) == 3))
  echo else >"$web/dist/index.html"
  again
  (($(builds) == 4 && $(grep -c 'npm ci' "$CALLS") == 1))
  echo '{"packages":{"":{"dependencies":{}},"node_modules/a":{"version":"1.0.0","optional":true}}}' >"$web/package-lock.json"
  rm -r "$web/node_modules"
  again
  (($(grep -c 'npm ci' "$CALLS") == 2))
}

@test "the web app is built for production, independent of NODE_ENV" {
  NODE_ENV=production start "$PROJECT"
  wait_until_ready
  grep -qx 'npm ci as development' "$CALLS"
  grep -qx 'npm run build as production' "$CALLS"
}

@test "the signing secret is created once, readable by its owner only" {
  start "$PROJECT"
  wait_until_ready
  kill -INT "$DEV"
  wait_until_stopped
  [[ $(stat -c %a "$DATA_DIR/jwt-secret") == 600 ]]
  (($(tr -d '\n' <"$DATA_DIR/jwt-secret" | wc -c) >= 43))
  local first
  first=$(<"$DATA_DIR/jwt-secret")
  start "$PROJECT"
  wait_until_ready
  [[ $(<"$DATA_DIR/jwt-secret") == "$first" ]]
  grep -q "\"JWT_SECRET_FILE\":\"$DATA_DIR/jwt-secret\"" "$CALLS.kpi-backend"
  grep -q "\"DATABASE_URL\":\"sqlite:$DATA_DIR/kpi.db\"" "$CALLS.kpi-backend"
}

@test "custom settings are used, from the environment and from .env" {
  echo 'JWT_SECRET="of my own, and long enough for it"' >"$PROJECT/.env"
  echo "GATEWAY_PORT=$GATEWAY_PORT # a port" >>"$PROJECT/.env"
  local port=$GATEWAY_PORT
  unset GATEWAY_PORT
  DATABASE_URL=postgresql://else NODE_ENV=production start "$PROJECT"
  wait_until_ready
  [[ ! -e $DATA_DIR/jwt-secret ]]
  grep -q "localhost:$port$" "$OUTPUT"
  grep -q '"DATABASE_URL":"postgresql://else"' "$CALLS.kpi-backend"
  refute grep -q JWT_SECRET "$CALLS.kpi-backend"
  grep -q '"NODE_ENV":"development"' "$CALLS.kpi-gateway"
  grep -q "\"BACKEND_URL\":\"http://localhost:$BACKEND_PORT\"" "$CALLS.kpi-gateway"
}

@test "--demo prints the demo user and keeps the password nowhere" {
  start "$PROJECT" --demo
  wait_until_ready
  wait_for 120 grep -qx 'Demo user: demo@example.com  password: secret' "$OUTPUT"
  refute grep -r 'password: secret' "$DATA_DIR"
}
