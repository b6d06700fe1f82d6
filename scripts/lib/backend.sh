# shellcheck shell=bash
# A kpi-backend of its own on a free port, for scripts that measure one. Source it after common.sh, build.sh and
# servers.sh; needs TEMP.

# provide_backend [BINARY]: by default a fresh build. Copied, so that a build meanwhile does not change it.
provide_backend() {
  local binary=${1:-}
  if [[ -z $binary ]]; then
    need_rust
    run_job build_binaries
    binary=$(binary_folder)/kpi-backend
  fi
  [[ -x $binary ]] || die "$binary does not exist."
  cp "$binary" "$TEMP/kpi-backend"
  chmod 755 "$TEMP/kpi-backend"
  SECRET=$(random_secret)
}

# provide_release_backend [BINARY]: by default that of the release build, which is built if it is missing.
provide_release_backend() {
  local binary=${1:-target/release/kpi-backend}
  if [[ -z ${1:-} && ! -x $binary ]]; then
    need_rust
    run_job cargo build --release --locked --package kpi-backend
  fi
  provide_backend "$binary"
}

# run_backend NAME DATABASE_URL [COMMAND…]: replaces this shell, in a separate folder, with exactly these
# settings.
run_backend() {
  local name=$1 url=$2
  shift 2
  exec env -i -C "$TEMP/$name" PATH="$PATH" NODE_ENV=production LOG_DIR='' LOG_LEVEL=warn WORKERS=2 \
    HOST=127.0.0.1 PORT="$PORT" DATABASE_URL="$url" REDIS_REQUIRED=false JWT_SECRET="$SECRET" \
    BCRYPT_ROUNDS=4 RATE_LIMIT_MAX_REQUESTS=0 RATE_LIMIT_USER_MAX_REQUESTS=0 \
    RATE_LIMIT_AUTH_MAX_REQUESTS=0 "$TEMP/kpi-backend" "$@"
}
is_ready() { [[ $(http_status "$PORT" /health/ready) == 200 ]]; }
is_ready_or_gone() { is_ready || gone "$(<"$TEMP/pids/$1")"; }

# print_log_tail NAME: the end of its log, without the failed mails to new users.
print_log_tail() { grep -v '"mail given up"' "$TEMP/$1.log" | tail -n 20 >&2 || true; }

# with_backend NAME DATABASE_URL COMMAND…: runs the command beside a backend on this database, at PORT.
with_backend() {
  local name=$1 url=$2 code=0
  shift 2
  mkdir -p "$TEMP/pids" "$TEMP/$name"
  PORT=$(free_port)
  (run_backend "$name" "$url" migrate deploy) >"$TEMP/migrate.log" 2>&1 || {
    cat "$TEMP/migrate.log" >&2
    die "the database could not be migrated."
  }
  spawn run_backend "$name" "$url" >"$TEMP/$name.log" 2>&1
  printf '%s\n' "$SPAWNED" >"$TEMP/pids/$name"
  wait_for 30 is_ready_or_gone "$name" || true
  is_ready || {
    print_log_tail "$name"
    die "kpi-backend did not start."
  }
  "$@" || code=$?
  if ((code != 0)); then print_log_tail "$name"; fi
  stop "$(<"$TEMP/pids/$name")" 20
  rm -f "$TEMP/pids/$name"
  return "$code"
}

# on_each_database COMMAND…: runs the command with the argument SQLite, and then PostgreSQL, beside a backend on a
# new database of that kind. Runs both, and fails if one fails.
on_each_database() {
  local code=0
  with_backend sqlite "sqlite:$TEMP/sqlite/kpi.db" "$@" SQLite || code=1
  start_postgres >"$TEMP/initdb.log"
  create_database kpi 2>/dev/null
  with_backend postgresql "$DATABASE_URL" "$@" PostgreSQL || code=1
  return "$code"
}
