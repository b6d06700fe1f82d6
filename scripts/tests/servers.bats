#!/usr/bin/env bats
# The temporary servers of the tests.

load helpers

setup() {
  load_libraries
  # Outside of the test's folder, which the servers' user cannot enter.
  TEMP=$(mktemp -d /tmp/kpi-servers.XXXXXX)
  chmod 711 "$TEMP"
}

teardown() {
  stop_servers
  rm -rf "$TEMP"
}

@test "PostgreSQL starts once, requires its password, and stops" {
  has_postgres || skip "PostgreSQL is not installed"
  start_postgres 3>&-
  local url=$POSTGRES_URL id
  id=$(<"$TEMP/pids/postgres")
  start_postgres 3>&-
  [[ $POSTGRES_URL == "$url" ]]
  create_database kpi
  [[ $("$(postgres_programs)/psql" -At "$DATABASE_URL" -c 'SELECT current_database()') == kpi ]]
  refute "$(postgres_programs)/psql" -w "postgresql://postgres@127.0.0.1:$(port_of postgres)/postgres" -c 'SELECT 1'
  stop_servers
  gone "$id"
  refute port_in_use "$(port_of postgres)"
}

@test "Redis starts once, requires its password, and stops" {
  has_redis || skip "Redis is not installed"
  start_redis 3>&-
  local url=$REDIS_URL id
  id=$(<"$TEMP/pids/redis")
  start_redis 3>&-
  [[ $REDIS_URL == "$url" ]]
  [[ $(redis-cli -u "$url" ping 2>/dev/null) == PONG ]]
  [[ $(redis-cli -p "$(port_of redis)" ping 2>&1) == *NOAUTH* ]]
  stop_servers
  gone "$id"
  refute port_in_use "$(port_of redis)"
}

@test "another port is used if the chosen one was taken in the meantime" {
  has_redis || skip "Redis is not installed"
  start_redis 3>&-
  local taken
  taken=$(port_of redis)
  mv "$TEMP/pids/redis" "$TEMP/pids/first"
  rm "$TEMP/redis.url"
  eval "$(declare -f free_port | sed '1s/free_port/another_port/')"
  # shellcheck disable=SC2317 # start_redis calls it
  free_port() {
    if [[ -e $TEMP/asked ]]; then another_port; else printf '%s' "$taken" | tee "$TEMP/asked"; fi
  }
  start_redis 3>&-
  [[ -e $TEMP/asked && $(port_of redis) != "$taken" ]]
  [[ $(redis-cli -u "$REDIS_URL" ping 2>/dev/null) == PONG ]]
}
