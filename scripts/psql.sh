#!/usr/bin/env bash
# psql in the database of DATABASE_URL, or of DIRECT_URL; see --help.

set -euo pipefail
FROM=$PWD
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh
# shellcheck source=scripts/lib/database.sh
. scripts/lib/database.sh

if [[ ${1:-} == --help ]]; then
  say "Usage: scripts/psql.sh [psql's options]"
  say "As psql DATABASE_URL, but the password is on no command line, and what the URL says of the"
  say "service's pool (connection_limit, pool_timeout, pgbouncer) is left out, which psql would refuse."
  say "Where DIRECT_URL is set it is taken instead."
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
