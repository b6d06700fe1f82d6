#!/usr/bin/env bash
# psql on the database in DIRECT_URL or DATABASE_URL; see --help.

set -euo pipefail
FROM=$PWD
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh
# shellcheck source=scripts/lib/database.sh
. scripts/lib/database.sh

if [[ ${1:-} == --help ]]; then
  say "Usage: scripts/psql.sh [psql's options]"
  say "Runs psql on DATABASE_URL, or on DIRECT_URL if set, without the password on the command line and"
  say "without the parameters of the service's pool (connection_limit, pool_timeout, pgbouncer), which"
  say "psql rejects."
  exit 0
fi
make_temp kpi-psql
trap 'rm -rf "$TEMP"' EXIT
read_database_url DATABASE_URL
[[ $DATABASE_KIND == postgres ]] || die "DATABASE_URL names the embedded database: use sqlite3."
postgres_program psql >/dev/null || die "psql is missing: install it (apt-get install postgresql-client) and start again."
use_postgres "$DATABASE_URL"
cd "$FROM"
pg psql "$@"
