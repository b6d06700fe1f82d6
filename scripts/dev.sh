#!/usr/bin/env bash
# Builds KPI Productivity and runs its three services on this machine until Ctrl-C; see --help.

set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh
# shellcheck source=scripts/lib/build.sh
. scripts/lib/build.sh

usage() {
  cat <<'TEXT'
Usage: scripts/dev.sh [--demo]

Builds the web app and the three services, migrates the database, starts kpi-backend,
kpi-frontend and kpi-gateway, waits until they are healthy and prints the address to
open. Ctrl-C stops them all. Later starts build only what changed.

  --demo     recreate the demo user with a year of days, and print its password
  -h, --help show this

Settings, from the environment or .env (.env.example lists those of the services):
  GATEWAY_PORT   30002  the port to open in the browser
  BACKEND_PORT   3001   the API's own port
  FRONTEND_PORT  3000   the web app's own port
  DATA_DIR       data   database, signing secret and logs (from the repository's root)
  DATABASE_URL          used instead of the SQLite file in DATA_DIR
  JWT_SECRET            used instead of the secret in DATA_DIR/jwt-secret
  START_TIMEOUT  60     seconds that each service has to become healthy
TEXT
}

# Started processes by name, and the names in order.
declare -A PIDS=()
STARTED=()

stop_all() {
  local index grace=$((SHUTDOWN_TIMEOUT + 5))
  trap - EXIT
  trap kill_all HUP INT TERM
  if [[ -n $JOB ]]; then stop "$JOB" 5; fi
  for ((index = ${#STARTED[@]} - 1; index >= 0; index--)); do
    stop "${PIDS[${STARTED[index]}]}" "$grace"
  done
}

# After a second signal: does not wait for running requests.
kill_all() {
  local pid
  for pid in $JOB "${PIDS[@]}"; do kill -KILL -- "-$pid" 2>/dev/null || true; done
}

interrupted() {
  if [[ -n ${READY:-} ]]; then
    say
    say "Stopping."
    stop_all
    exit 0
  fi
  stop_all
  exit "$1"
}

# fail NAME MESSAGE: prints the end of the service's log, and exits with the message and the log's path.
fail() {
  local log=$DATA_DIR/logs/$1.log
  {
    say "The last lines of its log:"
    tail -n 20 "$log" | sed 's/^/  /'
  } >&2
  die "$2 Its log is $log: fix the error and start again."
}

read_settings() {
  local name
  GATEWAY_PORT=$(setting GATEWAY_PORT 30002)
  BACKEND_PORT=$(setting BACKEND_PORT 3001)
  FRONTEND_PORT=$(setting FRONTEND_PORT 3000)
  DATA_DIR=$(setting DATA_DIR data)
  START_TIMEOUT=$(setting START_TIMEOUT 60)
  # Shorter than in production, for quick restarts.
  SHUTDOWN_TIMEOUT=$(setting SHUTDOWN_TIMEOUT 5)
  for name in START_TIMEOUT SHUTDOWN_TIMEOUT; do
    [[ ${!name} =~ ^[0-9]{1,4}$ ]] || die "$name is \"${!name}\", which is not a number of seconds: set it to a number like 30."
  done
  DATA_DIR=${DATA_DIR%/}
  export NODE_ENV=development SHUTDOWN_TIMEOUT
}

check_ports() {
  local name other port
  local names=(GATEWAY_PORT BACKEND_PORT FRONTEND_PORT)
  for name in "${names[@]}"; do
    port=${!name}
    [[ $port =~ ^[1-9][0-9]{0,4}$ && $port -lt 65536 ]] ||
      die "$name is \"$port\", which is not a port: set it to a number from 1 to 65535."
    for other in "${names[@]}"; do
      [[ $other == "$name" ]] || [[ ${!other} != "$port" ]] ||
        die "$name and $other are both $port: each service needs its own port, as in $other=$((port % 65535 + 1)) scripts/dev.sh."
    done
  done
  for name in "${names[@]}"; do
    port=${!name}
    if port_in_use "$port"; then
      die "Port $port is already in use: stop what runs there (another scripts/dev.sh?), or choose another port, as in $name=$((port % 65535 + 1)) scripts/dev.sh."
    fi
  done
}

build() {
  say "Building the web app…"
  run_job web_packages ||
    die "Installing the web app's packages failed: see npm's message above. Check that the npm registry can be reached and start again."
  run_job web_build || die "Building the web app failed: see the message above. Fix the error and start again."
  say "Building the services (the first time takes minutes)…"
  run_job build_binaries || die "Building the services failed: see cargo's message above. Fix the error and start again."
  BINARIES=$(binary_folder)
}

prepare_data() {
  # The folder holds personal data and a secret.
  if ! (umask 077 && mkdir -p "$DATA_DIR/logs") 2>/dev/null || [[ ! -w $DATA_DIR ]]; then
    die "The data folder $DATA_DIR cannot be written: make it writable or choose another, as in DATA_DIR=/var/tmp/kpi-data scripts/dev.sh."
  fi
  if ! is_set DATABASE_URL; then
    export DATABASE_URL=sqlite:$DATA_DIR/kpi.db
  fi
  if ! is_set JWT_SECRET; then
    export JWT_SECRET_FILE=$DATA_DIR/jwt-secret
    if [[ ! -s $JWT_SECRET_FILE ]]; then
      (umask 077 && random_secret >"$JWT_SECRET_FILE.new")
      mv "$JWT_SECRET_FILE.new" "$JWT_SECRET_FILE"
    fi
  fi
}

# environment NAME: the settings of one service.
environment() {
  case $1 in
    kpi-backend | kpi-frontend)
      say "HOST=localhost"
      if [[ $1 == kpi-backend ]]; then
        say "PORT=$BACKEND_PORT"
        # Links in mails lead to what the browser can open.
        say "FRONTEND_URL=http://localhost:$GATEWAY_PORT"
        is_set SMTP_HOST || say "MAIL_DIR=$(setting MAIL_DIR "$DATA_DIR/mail")"
      else
        say "PORT=$FRONTEND_PORT"
      fi
      # On this machine the gateway connects from the loopback addresses.
      say "TRUSTED_PROXIES=$(setting TRUSTED_PROXIES 127.0.0.1,::1)"
      ;;
    kpi-gateway)
      say "GATEWAY_PORT=$GATEWAY_PORT"
      say "BACKEND_URL=http://localhost:$BACKEND_PORT"
      say "FRONTEND_URL=http://localhost:$FRONTEND_PORT"
      ;;
  esac
}

# service NAME ARGUMENT…: replaces this shell by the service's binary in its environment.
service() {
  local -a settings
  mapfile -t settings < <(environment "$1")
  exec env "${settings[@]}" "$BINARIES/$1" "${@:2}"
}

healthy() (service "$1" healthcheck >/dev/null 2>&1)

prepare_database() {
  say "Migrating the database…"
  run_job service kpi-backend migrate deploy ||
    die "The database could not be migrated: see the message above. Fix the error and start again."
  [[ -n $DEMO ]] || return 0
  say "Creating the demo user…"
  # The output holds a password.
  (umask 077 && : >"$DATA_DIR/logs/seed.log")
  run_job service kpi-backend seed --demo >"$DATA_DIR/logs/seed.log" 2>&1 ||
    fail seed "The demo user could not be created."
  DEMO_USER=$(grep '^Demo user: ' "$DATA_DIR/logs/seed.log") || fail seed "The demo user was not created."
  rm -f "$DATA_DIR/logs/seed.log"
}

start() {
  spawn service "$1" serve >"$DATA_DIR/logs/$1.log" 2>&1
  PIDS[$1]=$SPAWNED
  STARTED+=("$1")
}

settled() { gone "${PIDS[$1]}" || healthy "$1"; }

start_services() {
  local name
  say "Starting…"
  # In order, or the gateway would mark services that are not up yet as unhealthy.
  for name in "${SERVICES[@]}"; do
    start "$name"
    wait_for "$START_TIMEOUT" settled "$name" ||
      fail "$name" "$name did not become healthy within $START_TIMEOUT seconds."
    ! gone "${PIDS[$name]}" || fail "$name" "$name stopped while it started."
  done
  [[ $(http_status "$GATEWAY_PORT" /api/health) == 200 ]] ||
    fail kpi-gateway "The gateway is up but does not reach the API."
  [[ $(http_status "$GATEWAY_PORT" /) == 200 ]] ||
    fail kpi-gateway "The gateway is up but does not reach the web app."
}

watch() {
  local name
  while true; do
    wait -n || true
    for name in "${SERVICES[@]}"; do
      ! gone "${PIDS[$name]}" || fail "$name" "$name stopped by itself, so the others are stopped too."
    done
  done
}

DEMO=
while (($#)); do
  case $1 in
    --demo) DEMO=yes ;;
    -h | --help)
      usage
      exit 0
      ;;
    *) die "unknown option \"$1\"; see scripts/dev.sh --help." ;;
  esac
  shift
done

read_settings
trap stop_all EXIT
trap 'interrupted 129' HUP
trap 'interrupted 130' INT
trap 'interrupted 143' TERM
need_node
need_rust
check_ports
prepare_data
build
prepare_database
start_services
READY=yes
say
say "KPI Productivity runs at http://localhost:$GATEWAY_PORT"
[[ -z $DEMO ]] || say "$DEMO_USER"
say "Logs are in $DATA_DIR/logs. Ctrl-C stops all services."
watch
