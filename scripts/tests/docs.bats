#!/usr/bin/env bats
# The commands in docs/: runs each block that is marked `sh run` against a test system.

load helpers

setup_file() {
  local name
  export TEMP REDIS_URL DATABASE_URL POSTGRES_URL
  cd "$REPOSITORY" || exit
  # Outside of the test's folder, which the servers' user cannot enter.
  TEMP=$(mktemp -d /tmp/kpi-docs.XXXXXX)
  chmod 711 "$TEMP"
  load_libraries
  if ! has_postgres || ! has_redis; then return 0; fi
  need_rust
  build_binaries 3>&-
  POSTGRES_SETTINGS=deploy/postgres/postgresql.tuning.conf start_postgres 3>&-
  start_redis 3>&-
  for name in backend frontend gateway; do free_port >"$TEMP/$name.port"; done
  make_database
  start_services
}

teardown_file() {
  load_libraries
  stop_servers
  rm -rf "$TEMP"
}

make_database() {
  local password=of-the-application-alone psql
  psql=$(postgres_programs)/psql
  KPI_DATABASE_PASSWORD=$password "$psql" -Xq "$POSTGRES_URL" -f deploy/postgres/create-database.sql
  "$psql" -Xq "${POSTGRES_URL%/*}/kpi_productivity_prod" -f deploy/postgres/views.sql
  # For restores into another database.
  "$psql" -Xq "$POSTGRES_URL" -c 'ALTER ROLE kpi_prod_user CREATEDB'
  DATABASE_URL="${POSTGRES_URL/postgres:*@/kpi_prod_user:$password@}"
  DATABASE_URL="${DATABASE_URL%/*}/kpi_productivity_prod?connection_limit=5&pool_timeout=20"
  with_settings "$(binary_folder)/kpi-backend" migrate deploy
}

# with_settings COMMAND…: runs it in the services' environment.
with_settings() {
  env NODE_ENV=production JWT_SECRET=0123456789abcdef0123456789abcdef BCRYPT_ROUNDS=4 LOG_DIR= DRAIN_DELAY=0 \
    REDIS_REQUIRED=false HOST=localhost PORT="$(<"$TEMP/backend.port")" GATEWAY_HOST=localhost GATEWAY_PORT="$(<"$TEMP/gateway.port")" \
    BACKEND_URL="http://localhost:$(<"$TEMP/backend.port")" FRONTEND_URL="http://localhost:$(<"$TEMP/frontend.port")" \
    CORS_ORIGIN=https://kpi.example.com STATIC_DIR="$TEMP/web" "$@" 3>&-
}

start_services() {
  local name port
  mkdir "$TEMP/web"
  echo '<!doctype html><title>KPI Productivity</title>' >"$TEMP/web/index.html"
  for name in backend frontend gateway; do
    mkdir -p "$TEMP/log/$name"
    : >"$TEMP/log/$name/error.log"
    port=$(<"$TEMP/$name.port")
    if [[ $name == frontend ]]; then
      spawn with_settings env PORT="$port" "$(binary_folder)/kpi-$name" serve
    else
      spawn with_settings "$(binary_folder)/kpi-$name" serve
    fi >"$TEMP/log/$name/combined.log" 2>&1
    echo "$SPAWNED" >"$TEMP/pids/$name"
    wait_for 120 port_in_use "$port" || { cat "$TEMP/log/$name/combined.log" && return 1; }
  done
  wait_for 120 is_healthy
}

is_healthy() { [[ $(http_status "$(<"$TEMP/gateway.port")" /gateway/health) == 200 ]]; }

setup() {
  cd "$REPOSITORY" || exit
  load_libraries
  has_postgres || skip "PostgreSQL is not installed"
  has_redis || skip "Redis is not installed"
  BINARIES=$(binary_folder)
}

# blocks FILE: extracts the marked blocks, each into a file, with this test's ports and folders.
blocks() {
  local redis_port
  redis_port=$(sed -E 's/.*:([0-9]+)\/.*/\1/' <<<"$REDIS_URL")
  awk -v folder="$BATS_TEST_TMPDIR" '
    /^ *```sh run$/ { inside = 1; file = sprintf("%s/block-%03d", folder, ++number); next }
    /^ *```$/ { inside = 0; next }
    inside { print >file }
  ' "$1"
  sed -i -E "s,localhost:30002,localhost:$(<"$TEMP/gateway.port"),g; s,/var/log/kpi-productivity,$TEMP/log,g
    s,/backups,$TEMP/backups,g; s,-p 6379,-p $redis_port,g" "$BATS_TEST_TMPDIR"/block-*
}

# each_runs FILE MINIMUM: there are at least MINIMUM blocks, and each succeeds with output.
each_runs() {
  local block password
  password=$(sed -E 's,.*:([^@]*)@.*,\1,' <<<"$REDIS_URL")
  blocks "$1"
  for block in "$BATS_TEST_TMPDIR"/block-*; do
    cat "$block"
    PATH=$BINARIES:$PATH BACKUP_DIR=$TEMP/backups/postgresql REDIS_PASSWORD=$password \
      run with_settings bash -eu "$block"
    echo "$output"
    [[ $status == 0 && -n $output ]]
  done
  (($(find "$BATS_TEST_TMPDIR" -name 'block-*' | wc -l) >= $2))
}

@test "the commands of docs/operations.md" {
  # The nightly backup.
  BACKUP_DIR=$TEMP/backups/postgresql script scripts/backup-database.sh
  each_runs docs/operations.md 7
}

@test "the commands of docs/deployment.md" {
  each_runs docs/deployment.md 2
}

@test "the commands of docs/troubleshooting.md" {
  each_runs docs/troubleshooting.md 8
}

@test "every script, file and setting that docs/ name exists" {
  local name
  while read -r name; do
    echo "$name"
    [[ -e $name ]]
  done < <(grep -ohE '\b(scripts|deploy)/[A-Za-z0-9/._-]+[a-z]' docs/deployment.md docs/operations.md docs/troubleshooting.md | sort -u)
  # shellcheck disable=SC2016 # the backticks are the pages' own
  while read -r name; do
    echo "$name"
    grep -rqE "\b$name\b" .env.example scripts/*.sh deploy/postgres/create-database.sql
  done < <(sed -nE 's/[^`]*`([A-Z][A-Z_]+_[A-Z_]+)`[^`]*/\1\n/gp' docs/deployment.md docs/operations.md docs/troubleshooting.md |
    grep -xE '[A-Z_]+' | sort -u)
}
