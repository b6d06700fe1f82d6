# shellcheck shell=bash
# Throw-away PostgreSQL and Redis servers on free ports of the loopback interface. After common.sh
# and packages.sh; TEMP is a folder for this run, and what is started leaves a file in TEMP/pids
# and its address in TEMP/NAME.url, so that steps in different shells share one server.

POSTGRES_LEAST=14

# Gives the folder of the newest PostgreSQL server's programs. Debian keeps them out of PATH.
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
# Debian's package puts it where only root's PATH leads.
has_pgbouncer() { have pgbouncer || [[ -x /usr/sbin/pgbouncer ]]; }

# The user whom servers run as: PostgreSQL refuses root, and Redis needs it not either.
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

# as_server COMMAND…: in place of this shell.
as_server() {
  if ((EUID == 0)); then
    local user
    user=$(server_user)
    exec setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups -- "$@"
  fi
  exec "$@"
}

# A folder TEMP/NAME that belongs to the servers' user.
server_folder() {
  mkdir -p "$TEMP/$1"
  chmod 700 "$TEMP/$1"
  if ((EUID == 0)); then chown "$(server_user)" "$TEMP/$1"; fi
  printf '%s' "$TEMP/$1"
}

# start_server NAME COMMAND…: in the background, in its own process group.
start_server() {
  local name=$1
  shift
  mkdir -p "$TEMP/pids"
  # What an earlier one said is not to be taken for this one's.
  : >"$TEMP/$name.log"
  spawn as_server "$@" >"$TEMP/$name.log" 2>&1
  printf '%s\n' "$SPAWNED" >"$TEMP/pids/$name"
}

# server_is_ready NAME: waits until it says so in its log, which nobody else on its port can do for it.
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

# on_free_port NAME: runs the server on a free port, given in SERVER_PORT; on another one where somebody
# took that in the meantime.
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

# port_of NAME: of a server that has a URL.
port_of() { sed -E 's/.*:([0-9]+)\/.*/\1/' "$TEMP/$1.url"; }

# run_postgres PORT: runs what start_postgres has set up.
run_postgres() {
  local programs port=$1
  programs=$(postgres_programs)
  # What is lost with the machine's power is no loss here.
  start_server postgres "$programs/postgres" -D "$TEMP/postgres/data" -p "$port" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off
  server_is_ready postgres
}

# Starts PostgreSQL unless this run has it already, and gives its URL in POSTGRES_URL. The settings in
# the file POSTGRES_SETTINGS, if there is one, come before our own.
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

# create_database NAME: anew, on the server of start_postgres; gives its URL in DATABASE_URL.
create_database() {
  local psql
  psql=$(postgres_programs)/psql
  "$psql" -q "$POSTGRES_URL" -c "DROP DATABASE IF EXISTS $1" -c "CREATE DATABASE $1"
  # shellcheck disable=SC2034 # the caller reads it
  DATABASE_URL=${POSTGRES_URL%/*}/$1
}

# run_redis PORT: runs what start_redis has set up, which begins empty each time.
run_redis() {
  start_server redis redis-server "$TEMP/redis/redis.conf" --port "$1"
  server_is_ready redis
}

# Starts Redis unless this run has it already, and gives its URL in REDIS_URL.
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

# Stops everything that left a file in TEMP/pids, the youngest first.
stop_servers() {
  local file pid
  [[ -d $TEMP/pids ]] || return 0
  while IFS= read -r file; do
    pid=$(<"$TEMP/pids/$file")
    case $file in
      # Without waiting for its clients.
      postgres) stop "$pid" 20 INT ;;
      *) stop "$pid" 20 ;;
    esac
    rm -f "$TEMP/pids/$file"
  done < <(ls -t "$TEMP/pids")
}
