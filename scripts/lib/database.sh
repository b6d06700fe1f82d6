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
  local direct name=$1
  DATABASE_URL=$(secret_setting "$1")
  direct=$(secret_setting DIRECT_URL)
  if [[ -n $direct && $DATABASE_URL == postgres* ]]; then DATABASE_URL=$direct name=DIRECT_URL; fi
  case $DATABASE_URL in
    postgres://* | postgresql://*)
      DATABASE_KIND=postgres
      check_postgres_url "$name" "$DATABASE_URL"
      ;;
    sqlite:?*) DATABASE_KIND=sqlite ;;
    '') die "$1 is not set: set it to the database, like postgresql://user:password@host:5432/kpi_productivity." ;;
    *) die "$name is not a database URL: it must start with postgres://, postgresql:// or sqlite:." ;;
  esac
}

# check_postgres_url NAME URL: exits if the URL is not valid, without a piece of it.
check_postgres_url() {
  local problem
  problem=$(postgres_url_problem "$2")
  [[ -z $problem ]] || die "$1 $problem."
}

# postgres_url_problem URL: what is wrong with it, by the rules of the service
# (crates/backend/src/db/url/postgres.rs). Programs disagree about where the parts of other URLs end.
postgres_url_problem() {
  local byte='%(0[1-9A-Fa-f]|[1-9A-Fa-f][0-9A-Fa-f])' pair name value seen='&'
  local part="([^]@/?#[%[:space:]]|$byte)*" query="([^@?#%[:space:]]|$byte)*"
  local host="(\\[[0-9A-Fa-f:.]+\\]|([A-Za-z0-9._~-]|$byte)*)(:([1-9][0-9]{0,4})?)?"
  # An encoded letter or digit in the password shows that its % is not encoded.
  if [[ ! $1 =~ ^postgres(ql)?://($part@)?$host(,$host)*(/$part)?(\?$query)?$ ||
    ${1%%@*} =~ %(3[0-9]|4[1-9A-Fa-f]|5[0-9Aa]|6[1-9A-Fa-f]|7[0-9Aa]) ]]; then
    say "is not a URL like postgresql://user:password@host:5432/name: percent-encode the password, @ as %40, : as %3A, / as %2F, ? as %3F, # as %23 and % as %25"
    return
  fi
  [[ $1 == *\?* ]] || return 0
  while IFS= read -r -d '&' pair; do
    name=${pair%%=*} value=${pair#"$name"} value=${value#=}
    if [[ $seen == *"&$name&"* ]]; then
      say "has $name more than once: keep one"
      return
    fi
    seen+="$name&"
    case $name=$value in
      = | connection_limit=* | pool_timeout=* | pgbouncer=* | schema=public | ssl=true) ;;
      schema=*) say "has a schema other than public, where the tables are: leave it out" && return ;;
      sslmode=disable | sslmode=allow | sslmode=prefer | sslmode=require | sslmode=verify-ca | sslmode=verify-full) ;;
      sslmode=*)
        say "has an sslmode other than disable, allow, prefer, require, verify-ca and verify-full"
        return
        ;;
      *)
        if [[ $LIBPQ_PARAMETERS != *" $name "* ]]; then
          say "has $name, which is not a parameter of PostgreSQL's libpq: leave it out"
          return
        fi
        ;;
    esac
  done <<<"${1#*\?}&"
}

LIBPQ_PARAMETERS=' application_name channel_binding client_encoding connect_timeout dbname fallback_application_name
 gssdelegation gssencmode gsslib host hostaddr keepalives keepalives_count keepalives_idle keepalives_interval
 krbsrvname load_balance_hosts max_protocol_version min_protocol_version options passfile password port
 require_auth requirepeer service ssl_max_protocol_version ssl_min_protocol_version sslcert sslcertmode
 sslcompression sslcrl sslcrldir sslkey sslnegotiation sslpassword sslrootcert sslsni target_session_attrs
 tcp_user_timeout user '
LIBPQ_PARAMETERS=${LIBPQ_PARAMETERS//$'\n'/ }

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
        # Parameters of the service, unknown to libpq.
        connection_limit=* | pool_timeout=* | pgbouncer=* | schema=*) ;;
        ssl=*) say 'sslmode=require' ;;
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

# for_older_servers: filters what pg_restore of PostgreSQL 17 or newer writes; it begins with a setting that
# older servers do not know.
for_older_servers() {
  # shellcheck disable=SC2016 # $b is sed's
  LC_ALL=C sed -e '/^SELECT pg_catalog\.set_config/,$b' -e '/^SET transaction_timeout = 0;$/d'
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
