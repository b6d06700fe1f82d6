#!/usr/bin/env bash
# Measures WebSockets of the backend; see --help.

set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh
# shellcheck source=scripts/lib/build.sh
. scripts/lib/build.sh
# shellcheck source=scripts/lib/packages.sh
. scripts/lib/packages.sh
# shellcheck source=scripts/lib/servers.sh
. scripts/lib/servers.sh

IDLE=${IDLE:-5000}
SOCKETS=${SOCKETS:-1000}

usage() {
  cat <<'TEXT'
Usage: scripts/bench-realtime.sh [folder of kpi-backend and examples/realtime_load]

Starts Redis and backends on free ports of this machine, with one SQLite file, by default from a fresh release build,
and runs crates/backend/examples/realtime_load.rs:

  idle      IDLE=5000 sockets on one backend: its memory and its share of a processor
  fan-out   one event to SOCKETS=1000 sockets on two backends, from the request that causes it to each socket
  storm     SOCKETS=1000 sockets whose backend is restarted: until all are back, and the responses to others meanwhile

Prints a line for each.
TEXT
}

case ${1:-} in
  -h | --help)
    usage
    exit 0
    ;;
esac

BINARIES=${1:-}
if [[ -z $BINARIES ]]; then
  need_rust
  cargo build --release --locked -p kpi-backend --bin kpi-backend --example realtime_load
  BINARIES=$(dirname -- "$(binary_folder)")/release
fi
BINARIES=$(cd -- "$BINARIES" && pwd)
has_redis || die 'redis-server is not installed.'
# A socket is a file on either side.
ulimit -n "$(ulimit -Hn)"

TEMP=$(mktemp -d "${TMPDIR:-/tmp}/kpi-realtime.XXXXXX")
chmod 711 "$TEMP"
clean_up_on_exit clean_up_servers
start_redis
SECRET=$(random_secret)
mkdir -p "$TEMP/pids"

# with_settings PORT COMMAND…: runs the command with the settings of a backend.
with_settings() {
  local port=$1
  shift
  env -i -C "$TEMP" PATH="$PATH" NODE_ENV=production LOG_DIR='' LOG_LEVEL=warn WORKERS=2 HOST=127.0.0.1 \
    PORT="$port" DATABASE_URL="sqlite:$TEMP/kpi.db" REDIS_URL="$REDIS_URL" JWT_SECRET="$SECRET" BCRYPT_ROUNDS=4 \
    RATE_LIMIT_MAX_REQUESTS=0 RATE_LIMIT_USER_MAX_REQUESTS=0 RATE_LIMIT_AUTH_MAX_REQUESTS=0 \
    RATE_LIMIT_SOCKET_MAX_REQUESTS=0 "$@"
}

is_ready() { [[ $(http_status "$1" /health/ready) == 200 ]]; }

# start_backend NAME PORT
start_backend() {
  spawn with_settings "$2" "$BINARIES/kpi-backend" >>"$TEMP/$1.log" 2>&1
  printf '%s\n' "$SPAWNED" >"$TEMP/pids/$1"
  wait_for 30 is_ready "$2" || die "$(tail -n 20 "$TEMP/$1.log")"
}

# The process itself, not the shell that started it.
pid_of() { pgrep -n -P "$(<"$TEMP/pids/$1")" || cat "$TEMP/pids/$1"; }

load() { "$BINARIES/examples/realtime_load" "$@"; }

ONE=$(free_port)
with_settings "$ONE" "$BINARIES/kpi-backend" migrate deploy >/dev/null
start_backend one "$ONE"
OTHER=$(free_port)
start_backend other "$OTHER"

load idle "$ONE" "$(pid_of one)" "$IDLE"
load fan-out "$ONE" "$OTHER" "$SOCKETS"

# Restarts the backend, for the load tool: the shell that does so is another one.
cat >"$TEMP/restart" <<END
kill -TERM $(pid_of one)
while kill -0 $(pid_of one) 2>/dev/null; do sleep 0.05; done
touch '$TEMP/stopped'
while [ ! -e '$TEMP/started' ]; do sleep 0.05; done
END
load storm "$ONE" "$SOCKETS" "sh '$TEMP/restart'" &
STORM=$!
stopped_or_failed() { [[ -e $TEMP/stopped ]] || gone "$STORM"; }
wait_for 120 stopped_or_failed || die "the load tool did not restart the backend."
if [[ -e $TEMP/stopped ]]; then
  start_backend one "$ONE"
  touch "$TEMP/started"
fi
wait "$STORM"
