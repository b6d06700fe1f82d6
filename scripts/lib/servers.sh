# shellcheck shell=bash
# Temporary PostgreSQL and Redis servers on free ports of the loopback interface. Source it after common.sh
# and packages.sh; needs TEMP. Each server has a file in TEMP/pids and its URL in TEMP/NAME.url, so that
# steps in different shells share it.

POSTGRES_LEAST=14

# The folder of the newest PostgreSQL server programs; on Debian it is not in PATH.
postgres_programs() {
  local initdb
  initdb=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)
  if [[ ! -x $initdb ]]; then
    initdb=$(command -v initdb) || return
    initdb=$(readlink -f "$initdb")
  fi
  dirname -- "$initdb"
}

has_postgres() { postgres_programs >/dev/null; }
has_redis() { have redis-server; }
# Debian installs it into sbin.
has_pgbouncer() { have pgbouncer || [[ -x /usr/sbin/pgbouncer ]]; }

# The user that servers run as: PostgreSQL does not run as root, and Redis does not need to.
server_user() {
  local user
  for user in postgres nobody; do
    if getent passwd "$user" >/dev/null; then
      printf '%s' "$user"
      return
    fi
  done
  return 1
}

# as_server COMMAND…: replaces this shell.
as_server() {
  if ((EUID == 0)); then
    local user
    user=$(server_user)
    exec setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups -- "$@"
  fi
  exec "$@"
}

# Creates a folder TEMP/NAME owned by the servers' user.
server_folder() {
  mkdir -p "$TEMP/$1"
  chmod 700 "$TEMP/$1"
  if ((EUID == 0)); then chown "$(server_user)" "$TEMP/$1"; fi
  printf '%s' "$TEMP/$1"
}

# start_server NAME COMMAND…: starts it in the background, in its own process group.
start_server() {
  local name=$1
  shift
  mkdir -p "$TEMP/pids"
  # Do not match the log of an earlier run.
  : >"$TEMP/$name.log"
  spawn as_server "$@" >"$TEMP/$name.log" 2>&1
  printf '%s\n' "$SPAWNED" >"$TEMP/pids/$name"
}

# server_is_ready NAME: waits for the message in its log. A check of the port could reach another process.
server_is_ready() {
  wait_for 120 server_is_ready_or_gone "$1" || true
  server_says_ready "$1" && return
  say "$1 did not start:"
  cat "$TEMP/$1.log"
  stop "$(<"$TEMP/pids/$1")" 5
  rm -f "$TEMP/pids/$1"
  return 1
}
server_says_ready() { grep -q 'eady to accept connections' "$TEMP/$1.log"; }
server_is_ready_or_gone() { server_says_ready "$1" || gone "$(<"$TEMP/pids/$1")"; }

# on_free_port NAME: runs the server on a free port and sets SERVER_PORT; retries if the port was taken in
# the meantime.
on_free_port() {
  for _ in 1 2 3; do
    SERVER_PORT=$(free_port)
    "run_$1" "$SERVER_PORT" && return
    grep -qi 'address already in use' "$TEMP/$1.log" || break
  done
  # For another attempt.
  rm -rf "${TEMP:?}/$1"
  return 1
}

# port_of NAME: the port in TEMP/NAME.url.
port_of() { sed -E 's/.*:([0-9]+)\/.*/\1/' "$TEMP/$1.url"; }

# run_postgres PORT: runs the server of start_postgres.
run_postgres() {
  local programs port=$1
  programs=$(postgres_programs)
  # Durability is not needed here.
  start_server postgres "$programs/postgres" -D "$TEMP/postgres/data" -p "$port" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off
  server_is_ready postgres
}

# Starts PostgreSQL unless it is running already, and sets POSTGRES_URL. Settings in the file
# POSTGRES_SETTINGS, if set, are added.
start_postgres() {
  local programs folder password version
  if [[ ! -e $TEMP/postgres.url ]]; then
    programs=$(postgres_programs)
    version=$("$programs/postgres" --version)
    version=${version##*) }
    at_least "${version%% *}" "$POSTGRES_LEAST" || {
      say "PostgreSQL $version is too old; $POSTGRES_LEAST or newer is needed."
      return 1
    }
    folder=$(server_folder postgres)
    password=$(random_secret)
    printf '%s\n' "$password" | (as_server tee "$folder/password" >/dev/null)
    (as_server "$programs/initdb" -D "$folder/data" -U postgres --pwfile="$folder/password" \
      --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync --no-instructions)
    {
      echo 'max_connections = 300'
      if [[ -n ${POSTGRES_SETTINGS:-} ]]; then cat "$POSTGRES_SETTINGS"; fi
    } | (as_server tee -a "$folder/data/postgresql.conf" >/dev/null)
    on_free_port postgres || return
    printf 'postgresql://postgres:%s@127.0.0.1:%s/postgres\n' "$password" "$SERVER_PORT" >"$TEMP/postgres.url"
  fi
  POSTGRES_URL=$(<"$TEMP/postgres.url")
}

# create_database NAME: creates an empty database on the server of start_postgres; sets DATABASE_URL.
create_database() {
  local psql
  psql=$(postgres_programs)/psql
  "$psql" -q "$POSTGRES_URL" -c "DROP DATABASE IF EXISTS $1" -c "CREATE DATABASE $1"
  # shellcheck disable=SC2034 # the caller reads it
  DATABASE_URL=${POSTGRES_URL%/*}/$1
}

# run_redis PORT: runs the server of start_redis, which is empty at each start.
run_redis() {
  start_server redis redis-server "$TEMP/redis/redis.conf" --port "$1"
  server_is_ready redis
}

# Starts Redis unless it is running already, and sets REDIS_URL.
start_redis() {
  local folder password
  if [[ ! -e $TEMP/redis.url ]]; then
    folder=$(server_folder redis)
    password=$(random_secret)
    printf '%s\n' "bind 127.0.0.1" "requirepass $password" 'save ""' "appendonly no" \
      "dir $folder" | (as_server tee "$folder/redis.conf" >/dev/null)
    on_free_port redis || return
    printf 'redis://default:%s@127.0.0.1:%s/0\n' "$password" "$SERVER_PORT" >"$TEMP/redis.url"
  fi
  # shellcheck disable=SC2034 # the caller reads it
  REDIS_URL=$(<"$TEMP/redis.url")
}

# Stops all processes in TEMP/pids, newest first.
stop_servers() {
  local file pid
  [[ -d $TEMP/pids ]] || return 0
  while IFS= read -r file; do
    pid=$(<"$TEMP/pids/$file")
    case $file in
      # Fast shutdown, which does not wait for clients.
      postgres) stop "$pid" 20 INT ;;
      *) stop "$pid" 20 ;;
    esac
    rm -f "$TEMP/pids/$file"
  done < <(ls -t "$TEMP/pids")
}

# The end of a script that runs servers: stops its job and the servers, and removes TEMP. It needs
# common.sh and packages.sh, and is for clean_up_on_exit.
clean_up_servers() {
  trap - EXIT
  trap '' HUP INT TERM
  if [[ -n $JOB ]]; then stop "$JOB" 5; fi
  stop_servers
  restore_policy
  rm -rf "$TEMP"
}
