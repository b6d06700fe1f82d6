# shellcheck shell=bash
# The database that DATABASE_URL names, for PostgreSQL's own programs. They get its address by a
# connection service file, so that no password is on a command line; it has no name, so that nothing is
# left of it however a script ends. After common.sh; TEMP is a folder for this run.

# The file descriptor by which it is read.
SERVICE=

# read_database_url NAME: gives the URL in the setting NAME, and its kind in DATABASE_KIND; of
# PostgreSQL that in DIRECT_URL, where there is one.
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
    *) die "$1 is no database's address: it has to start with postgres://, postgresql:// or sqlite:." ;;
  esac
}

# Ends with a sentence where a pooler stands before the database: what pg_dump and pg_restore set for
# their session, the next one of the service's would have.
need_direct_address() {
  [[ $DATABASE_URL != *[?\&]pgbouncer=true* ]] ||
    die "DATABASE_URL leads to a pooler (pgbouncer=true): set DIRECT_URL to the address of PostgreSQL itself."
}

# use_postgres URL: makes it the server that `pg` asks, and gives its database in DATABASE_NAME.
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
        # How the service pools its connections is nothing to PostgreSQL.
        connection_limit=* | pool_timeout=* | pgbouncer=*) ;;
        *=*) say "${pair%%=*}=$(url_decoded "${pair#*=}")" ;;
      esac
    done
  } >&"$service"
  exec {service}>&-
  DATABASE_NAME=${DATABASE_NAME:-$(url_decoded "${user%%:*}")}
}

# pg PROGRAM ARGUMENT…: one of PostgreSQL's programs, on that server.
pg() { (pg_in_place "$@"); }

# The same in place of this shell: a job's signal is then the program's, which cancels on the server
# what it waits for before it ends.
pg_in_place() {
  export PGSERVICEFILE=/dev/fd/$SERVICE PGSERVICE=kpi PGAPPNAME=${0##*/} PGTZ=UTC LC_ALL=C
  exec "$(postgres_program "$1")" "${@:2}"
}

# sql ARGUMENT…: psql as scripts need it.
sql() { pg psql -XAtqw -v ON_ERROR_STOP=1 "$@"; }

# The newest one that is installed; Debian keeps them out of PATH.
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

# reason FILE: the first words of what a program of PostgreSQL has complained of, without its name.
reason() {
  local line
  line=$(grep -m 1 -E 'error:|ERROR:|FATAL:' "$1" || head -n 1 "$1")
  line=$(sed -E 's/^(psql|pg_dump|pg_restore)(:[^ ]*)?: //; s/^(error|fatal): //; s/^(ERROR|FATAL): +//' <<<"$line")
  printf '%s' "${line%.}"
}

# reach_database NAME: ends with a sentence unless it answers and our programs are new enough for it.
reach_database() {
  local server client
  server=$(sql -d "$1" -c 'SHOW server_version_num' 2>"$TEMP/complaint") ||
    die "The database cannot be reached: $(reason "$TEMP/complaint"). Check DATABASE_URL, and that PostgreSQL runs."
  client=$(pg pg_dump --version)
  client=${client##*) }
  ((${client%%[!0-9]*} >= server / 10000)) ||
    die "pg_dump ${client%% *} is too old for PostgreSQL $((server / 10000)): install postgresql-client-$((server / 10000)) and start again."
}

# The backend's program, which copies the embedded database.
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
