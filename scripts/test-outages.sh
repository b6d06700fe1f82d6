#!/usr/bin/env bash
# Tests outages of Redis and PostgreSQL under load; see --help.

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

# Maximum time to recover, in milliseconds.
REDIS_BACK=5000
POSTGRES_BACK=5000

usage() {
  cat <<'TEXT'
Usage: scripts/test-outages.sh

Starts PostgreSQL, Redis, two instances of kpi-backend and kpi-gateway on free ports, with their data in a
temporary folder, and a user who reads dashboards and saves days through the gateway, eight requests at a time.
Meanwhile Redis is killed and started, suspended and resumed, and PostgreSQL is restarted. Prints a
table of the requests of each phase, and the time to recover. It fails if

  - a request fails because of Redis,
  - a request fails because of PostgreSQL other than with a 503 problem with Retry-After,
  - the application does not recover by itself within five seconds,
  - a response does not contain writes that were acknowledged before the request, or
  - an acknowledged write is lost.

It takes about half a minute once the binaries are built.
TEXT
}

no_arguments "$@"

TEMP=$(mktemp -d "${TMPDIR:-/tmp}/kpi-outages.XXXXXX")
chmod 711 "$TEMP"
SUSPENDED=

clean_up() {
  if [[ -n $SUSPENDED ]]; then kill -CONT "$SUSPENDED" 2>/dev/null || true; fi
  clean_up_servers
}
clean_up_on_exit clean_up

now() { date +%s%3N; }

# phase NAME: starts a phase.
phase() {
  printf '%s %s\n' "$(now)" "$1" >>"$TEMP/phases"
}

# start_service PROGRAM NAME VARIABLE=VALUE…: starts it in an empty folder with exactly these settings.
start_service() {
  local program=$1 name=$2
  shift 2
  mkdir -p "$TEMP/pids" "$TEMP/$name"
  spawn env -i -C "$TEMP/$name" PATH="$PATH" NODE_ENV=production LOG_LEVEL=warn WORKERS=2 \
    REDIS_URL="$REDIS_URL" REDIS_REQUIRED=false JWT_SECRET="$SECRET" RATE_LIMIT_MAX_REQUESTS=0 \
    RATE_LIMIT_USER_MAX_REQUESTS=10000000 RATE_LIMIT_AUTH_MAX_REQUESTS=0 "$@" \
    "$BINARIES/$program" >"$TEMP/$name.log" 2>&1
  printf '%s\n' "$SPAWNED" >"$TEMP/pids/$name"
}

# responds PORT PATH: whether the status is 200.
responds() { [[ $(http_status "$1" "$2") == 200 ]]; }

# must COMMAND…: exits with the end of the services' logs if COMMAND fails.
must() {
  "$@" && return
  tail -n 20 "$TEMP"/backend-*.log "$TEMP/gateway.log"
  die "this failed: $*"
}

# all_say STATUS: whether both backends have detected this status of Redis.
all_say() {
  local port
  for port in "${BACKEND_PORTS[@]}"; do
    http_body "$port" /health/redis | grep -q "\"redis\":{\"status\":\"$1\"" || return 1
  done
}
redis_is_here() { all_say ok; }
redis_is_away() { all_say degraded; }

# http_body PORT PATH: the response of localhost to a GET.
http_body() (
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 0
  printf 'GET %s HTTP/1.1\r\nHost: localhost:%s\r\nConnection: close\r\n\r\n' "$2" "$1" >&3
  timeout 5 cat <&3
) 2>/dev/null

need_node
need_rust
provide has_postgres postgresql
provide has_redis redis-server
build_binaries
BINARIES=$(binary_folder)
SECRET=$(random_secret)

start_postgres >"$TEMP/initdb.log"
start_redis
create_database outages 2>/dev/null
DATABASE_URL+='?connection_limit=8&pool_timeout=2'
env -i -C "$TEMP" PATH="$PATH" DATABASE_URL="$DATABASE_URL" JWT_SECRET="$SECRET" \
  "$BINARIES/kpi-backend" migrate deploy
BACKEND_PORTS=()
BACKENDS=
for number in 1 2; do
  port=$(free_port)
  start_service kpi-backend "backend-$number" HOST=127.0.0.1 PORT="$port" DATABASE_URL="$DATABASE_URL" BCRYPT_ROUNDS=4
  must wait_for 30 responds "$port" /health/ready
  BACKEND_PORTS+=("$port")
  BACKENDS+=${BACKENDS:+,}http://127.0.0.1:$port
done
GATEWAY_PORT=$(free_port)
start_service kpi-gateway gateway GATEWAY_HOST=127.0.0.1 GATEWAY_PORT="$GATEWAY_PORT" \
  DRAIN_DELAY=0 BACKEND_URL="$BACKENDS" FRONTEND_URL="$BACKENDS"
must wait_for 30 responds "$GATEWAY_PORT" /api/health
must wait_for 30 redis_is_here

spawn node scripts/lib/load.mjs "http://127.0.0.1:$GATEWAY_PORT" >"$TEMP/load" 2>"$TEMP/load.log"
LOAD=$SPAWNED
printf '%s\n' "$LOAD" >"$TEMP/pids/load"
# Fixed durations of load in each phase, in addition to the waits for state changes.
REDIS_PID=$(<"$TEMP/pids/redis")
phase "normal operation"
sleep 3
phase "Redis is killed"
stop "$REDIS_PID" 5 KILL
must wait_for 30 redis_is_away
sleep 3
phase "Redis is started"
run_redis "$(port_of redis)"
BEGAN=$(now)
must wait_for 30 redis_is_here
REDIS_STARTED_TOOK=$(($(now) - BEGAN))
sleep 2
SUSPENDED=$(<"$TEMP/pids/redis")
phase "Redis is suspended"
kill -STOP "$SUSPENDED"
must wait_for 30 redis_is_away
sleep 3
phase "Redis is resumed"
kill -CONT "$SUSPENDED"
SUSPENDED=
BEGAN=$(now)
must wait_for 30 redis_is_here
REDIS_WENT_ON_TOOK=$(($(now) - BEGAN))
sleep 2
phase "PostgreSQL is restarted"
stop "$(<"$TEMP/pids/postgres")" 20 INT
sleep 2
run_postgres "$(port_of postgres)"
phase "PostgreSQL is back"
sleep 8
kill -TERM "$LOAD"
must wait_for 30 gone "$LOAD"
rm -f "$TEMP/pids/load"
if [[ -s $TEMP/load.log ]]; then
  cat "$TEMP/load.log"
  die "the load generator failed."
fi
phase end

awk -v started="$REDIS_STARTED_TOOK" -v went_on="$REDIS_WENT_ON_TOOK" \
  -v redis_back="$REDIS_BACK" -v postgres_back="$POSTGRES_BACK" '
  # A phase: "MILLISECONDS NAME"; a response: "MILLISECONDS METHOD RESULT", both in order of time.
  FILENAME ~ /phases$/ {
    at[++phases] = $1
    sub(/^[0-9]+ /, "")
    name[phases] = $0
    next
  }
  { of = 1; while (of + 1 < phases && $1 >= at[of + 1]) of++ }
  $3 == "kept" { kept++; next }
  $3 == "lost" { lost++; next }
  $3 == "stale" { stale++; next }
  {
    requests[of]++
    if ($3 == "ok") next
    failed[of]++
    if ($3 == "unavailable") unavailable[of]++
    else others = others " " $3
    last[of] = $1
  }
  function wrong(text) { problem[++wrongs] = text }
  END {
    back = phases - 1
    recovery["Redis is started"] = started
    recovery["Redis is resumed"] = went_on
    recovery["PostgreSQL is back"] = last[back] ? last[back] - at[back] : 0
    print "| phase | requests | failed | of these 503 with Retry-After | recovered after |"
    print "| --- | --- | --- | --- | --- |"
    for (of = 1; of < phases; of++) {
      took = name[of] in recovery ? recovery[name[of]] " ms" : ""
      printf "| %s | %d | %d | %d | %s |\n", name[of], requests[of], failed[of], unavailable[of], took
      if (requests[of] == 0) wrong("there was no request while: " name[of])
      if (failed[of] > 0 && name[of] !~ /PostgreSQL/) wrong("requests failed while: " name[of])
      if (failed[of] > unavailable[of]) wrong("responses other than 503 with Retry-After:" others)
    }
    printf "\n%d responses were stale; of %d saved days %d were lost.\n", \
      stale, kept + lost, lost
    if (stale > 0) wrong("stale responses")
    if (lost > 0 || kept == 0) wrong("acknowledged writes are lost")
    if (failed[back - 1] == 0) wrong("the restart of PostgreSQL had no effect: the load is too low")
    if (started > redis_back || went_on > redis_back) wrong("Redis was not reconnected in time")
    if (recovery["PostgreSQL is back"] > postgres_back) wrong("PostgreSQL was not reconnected in time")
    for (of = 1; of <= wrongs; of++) print "FAILED: " problem[of]
    exit wrongs > 0
  }' "$TEMP/phases" "$TEMP/load" || {
  say "The errors of the backends, and the ends of their logs:"
  grep -h '"status":500' "$TEMP"/backend-*.log || true
  tail -n 20 "$TEMP"/backend-*.log
  exit 1
}
