# shellcheck shell=bash
# Access to the database in DATABASE_URL for PostgreSQL's client programs. They get its address in a
# connection service file, so that no password is on a command line; the file is unlinked at once, so that
# nothing remains if a script is killed. Source it after common.sh; needs TEMP.

# The file descriptor of the service file.
SERVICE=

# read_database_url NAME: sets DATABASE_URL from the setting NAME, or for PostgreSQL from DIRECT_URL, if
# set; and DATABASE_KIND.
# shellcheck disable=SC2034 # the caller reads it
read_database_url() {
  local direct
  DATABASE_URL=$(secret_setting "$1")
  direct=$(secret_setting DIRECT_URL)
  if [[ -n $direct && $DATABASE_URL == postgres* ]]; then DATABASE_URL=$direct; fi
  case $DATABASE_URL in
    postgres://* | postgresql://*) DATABASE_KIND=postgres ;;
    sqlite:?*) DATABASE_KIND=sqlite ;;
    '') die "$1 is not set: set it to the database, like postgresql://user:password@host:5432/kpi_productivity." ;;
    *) die "$1 is not a database URL: it must start with postgres://, postgresql:// or sqlite:." ;;
  esac
}

# Exits if DATABASE_URL leads to a pooler: the service would get the session settings of pg_dump and
# pg_restore.
need_direct_address() {
  [[ $DATABASE_URL != *[?\&]pgbouncer=true* ]] ||
    die "DATABASE_URL leads to a pooler (pgbouncer=true): set DIRECT_URL to the address of PostgreSQL itself."
}

# use_postgres URL: selects the server for `pg`, and sets DATABASE_NAME.
use_postgres() {
  local rest=${1#*://} query='' authority user='' hosts part pair name
  local host='' port='' has_port='' service
  local -a parts pairs
  [[ $rest != *\?* ]] || query=${rest#*\?}
  rest=${rest%%\?*}
  authority=${rest%%/*}
  DATABASE_NAME=
  [[ $rest != */* ]] || DATABASE_NAME=$(url_decoded "${rest#*/}")
  hosts=${authority##*@}
  [[ $authority != *@* ]] || user=${authority%@*}
  IFS=, read -ra parts <<<"$hosts"
  for part in "${parts[@]}"; do
    case $part in
      \[*) name=${part#\[} name=${name%%\]*} part=${part##*\]} ;;
      *) name=${part%%:*} ;;
    esac
    host+=,$(url_decoded "$name") port+=,
    [[ $part != *:* ]] || port+=${part##*:} has_port=yes
  done
  IFS='&' read -ra pairs <<<"$query"
  if [[ -n $SERVICE ]]; then exec {SERVICE}<&-; fi
  exec {service}>"$TEMP/service"
  exec {SERVICE}<"$TEMP/service"
  rm "$TEMP/service"
  {
    say '[kpi]'
    [[ -z ${host#,} ]] || say "host=${host#,}"
    [[ -z $has_port ]] || say "port=${port#,}"
    [[ -z $user ]] || say "user=$(url_decoded "${user%%:*}")"
    [[ $user != *:* ]] || say "password=$(url_decoded "${user#*:}")"
    [[ -z $DATABASE_NAME ]] || say "dbname=$DATABASE_NAME"
    [[ $query == *connect_timeout=* ]] || say 'connect_timeout=10'
    for pair in "${pairs[@]}"; do
      case $pair in
        # Parameters of the service's pool, unknown to libpq.
        connection_limit=* | pool_timeout=* | pgbouncer=*) ;;
        *=*) say "${pair%%=*}=$(url_decoded "${pair#*=}")" ;;
      esac
    done
  } >&"$service"
  exec {service}>&-
  DATABASE_NAME=${DATABASE_NAME:-$(url_decoded "${user%%:*}")}
}

# pg PROGRAM ARGUMENT…: runs one of PostgreSQL's programs on that server.
pg() { (pg_in_place "$@"); }

# The same with exec: a signal then reaches the program, which cancels its query on the server.
pg_in_place() {
  export PGSERVICEFILE=/dev/fd/$SERVICE PGSERVICE=kpi PGAPPNAME=${0##*/} PGTZ=UTC LC_ALL=C
  exec "$(postgres_program "$1")" "${@:2}"
}

# sql ARGUMENT…: psql with the options for scripts.
sql() { pg psql -XAtqw -v ON_ERROR_STOP=1 "$@"; }

# The newest installed version; on Debian it is not in PATH.
postgres_program() {
  local program
  program=$(printf '%s\n' /usr/lib/postgresql/*/bin/"$1" | sort -V | tail -n 1)
  if [[ ! -x $program ]]; then program=$(command -v "$1") || return; fi
  printf '%s' "$program"
}

need_postgres_programs() {
  local name
  for name in psql pg_dump pg_restore; do
    postgres_program "$name" >/dev/null ||
      die "$name is missing: install PostgreSQL's client (on Debian and Ubuntu: apt-get install postgresql-client) and start again."
  done
}

# reason FILE: the first error in the output of a PostgreSQL program.
reason() {
  local line
  line=$(grep -m 1 -E 'error:|ERROR:|FATAL:' "$1" || head -n 1 "$1")
  line=$(sed -E 's/^(psql|pg_dump|pg_restore)(:[^ ]*)?: //; s/^(error|fatal): //; s/^(ERROR|FATAL): +//' <<<"$line")
  printf '%s' "${line%.}"
}

# reach_database NAME: exits unless it is reachable and the client programs are new enough.
reach_database() {
  local server client
  server=$(sql -d "$1" -c 'SHOW server_version_num' 2>"$TEMP/complaint") ||
    die "The database cannot be reached: $(reason "$TEMP/complaint"). Check DATABASE_URL, and that PostgreSQL runs."
  client=$(pg pg_dump --version)
  client=${client##*) }
  ((${client%%[!0-9]*} >= server / 10000)) ||
    die "pg_dump ${client%% *} is too old for PostgreSQL $((server / 10000)): install postgresql-client-$((server / 10000)) and start again."
}

# The path of kpi-backend, which copies the embedded database.
backend_program() {
  local program
  for program in "$(setting KPI_BACKEND '')" "$(command -v kpi-backend)" target/release/kpi-backend target/debug/kpi-backend; do
    if [[ -x $program ]]; then
      printf '%s' "$program"
      return
    fi
  done
  die "kpi-backend is missing: set KPI_BACKEND to its path."
}
