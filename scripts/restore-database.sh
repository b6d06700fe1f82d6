#!/usr/bin/env bash
# Restores a backup of the database; see --help.

set -euo pipefail
FROM=$PWD
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh
# shellcheck source=scripts/lib/backup.sh
. scripts/lib/backup.sh
# shellcheck source=scripts/lib/database.sh
. scripts/lib/database.sh

usage() {
  cat <<'TEXT'
Usage: scripts/restore-database.sh [--force] [--into NAME] FILE

Restores a backup of scripts/backup-database.sh into the database in DATABASE_URL. The database
must be empty, or is created if it does not exist (which requires the CREATEDB right). The
checksum, the whole file and its migrations are checked first, and the restore is one
transaction on PostgreSQL: on failure the database is unchanged.

  --force      replace the data of a database that is not empty; its current data is lost
  --into NAME  restore into another database on the same server; not for the embedded one
  -h, --help   show this

Stop the service first. Afterwards run kpi-backend migrate deploy if the backup was made by an
older version.

Settings, from the environment or .env:
  DATABASE_URL  or DATABASE_URL_FILE
  DIRECT_URL    the same database without a pooler
  KPI_BACKEND   path of kpi-backend, for the embedded database

Exit codes: 0 restored; 1 not restored, nothing was changed.
TEXT
}

clean_up() {
  end_job
  if [[ -n ${MADE:-} ]]; then sql -d postgres -c "DROP DATABASE $(quoted "$MADE")" 2>/dev/null || true; fi
  rm -rf "$TEMP"
}

# Quotes an SQL identifier.
quoted() { printf '"%s"' "${1//\"/\"\"}"; }

refuse() { die "$FILE cannot be restored: $1. Nothing was changed."; }

# Exits with PostgreSQL's error.
not_restored() {
  if grep -q 'lock timeout' "$TEMP/complaint"; then refuse "the database $DATABASE_NAME is in use; stop the service"; fi
  refuse "$(reason "$TEMP/complaint")"
}

# Checks the whole file before anything is changed.
check_file() {
  if ! run_job pg_in_place pg_restore --list --file="$TEMP/list" "$FILE" 2>"$TEMP/complaint"; then
    if grep -q 'unsupported version' "$TEMP/complaint"; then
      refuse "it was made by a newer pg_dump than this $(pg pg_restore --version); install that version's postgresql-client"
    fi
    refuse "$(reason "$TEMP/complaint")"
  fi
  run_job pg_in_place pg_restore --file=/dev/null "$FILE" 2>"$TEMP/complaint" || refuse "$(reason "$TEMP/complaint")"
  pg pg_restore --data-only --table=__diesel_schema_migrations --file="$TEMP/migrations" "$FILE" 2>"$TEMP/complaint" ||
    refuse "$(reason "$TEMP/complaint")"
  sed -nE 's/^([0-9]{14,})\t.*/\1/p' "$TEMP/migrations" | sort >"$TEMP/has"
  # The folder 2026-11-23-000001_accounts is version 20261123000001.
  find migrations/postgres -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sed -E 's/_.*//; s/-//g' | sort >"$TEMP/known"
  [[ -s $TEMP/has ]] || refuse "it is not a backup of KPI Productivity"
  local newer
  newer=$(comm -23 "$TEMP/has" "$TEMP/known" | head -n 1)
  [[ -z $newer ]] ||
    refuse "it has migration $newer, which this version does not know; restore it with the version that made it, or a newer one"
}

# Creates the database if it does not exist; exits if it holds data, without --force.
check_target() {
  local there rows
  there=$(sql -d postgres -v name="$DATABASE_NAME" 2>"$TEMP/complaint" \
    <<<"SELECT count(*) FROM pg_database WHERE datname = :'name'") || there=1
  if ((there == 0)); then
    sql -d postgres -c "CREATE DATABASE $(quoted "$DATABASE_NAME") TEMPLATE template0 ENCODING 'UTF8'" 2>"$TEMP/complaint" ||
      die "The database $DATABASE_NAME does not exist and cannot be created: $(reason "$TEMP/complaint"). Create it, or use a user with the CREATEDB right."
    MADE=$DATABASE_NAME
  fi
  reach_database "$DATABASE_NAME"
  rows=$(sql -d "$DATABASE_NAME" -c "SET lock_timeout = '10s'" -f scripts/lib/has-data.sql 2>"$TEMP/complaint") ||
    not_restored
  [[ $rows == f || -n $FORCE ]] ||
    die "The database $DATABASE_NAME holds data: with --force it is replaced, and its data is lost."
}

# One transaction: COMMIT is only sent after pg_restore has succeeded.
restoring() {
  {
    say "BEGIN; SET LOCAL lock_timeout = '10s';"
    cat scripts/lib/empty-schema.sql
    pg pg_restore --schema=public --no-owner --no-privileges --file=- "$FILE" | for_older_servers || exit 1
    say 'COMMIT;'
  } | sql -d "$DATABASE_NAME" >/dev/null
}

restore_postgres() {
  need_direct_address
  need_postgres_programs
  use_postgres "$DATABASE_URL"
  DATABASE_NAME=${INTO:-$DATABASE_NAME}
  check_file
  check_target
  run_job restoring 2>"$TEMP/complaint" || not_restored
  MADE=
  sql -d "$DATABASE_NAME" -c ANALYZE 2>/dev/null
  say "Restored $FILE to the database $DATABASE_NAME ($((SECONDS - BEGAN)) s)."
  [[ -z $(comm -13 "$TEMP/has" "$TEMP/known") ]] ||
    say "It was made by an older version; now run: kpi-backend migrate deploy"
}

restore_sqlite() {
  local backend file=$FILE
  [[ -z $INTO ]] || die "--into is for PostgreSQL; set DATABASE_URL to the file to restore to."
  backend=$(backend_program)
  if [[ $FILE == *.gz ]]; then
    file=$TEMP/backup.db
    gzip -d <"$FILE" >"$file" 2>"$TEMP/complaint" || refuse "$(reason "$TEMP/complaint")"
  fi
  run_job "$backend" restore ${FORCE:+--force} "$file"
}

FORCE='' INTO='' FILE=''
while (($#)); do
  case $1 in
    --force) FORCE=yes ;;
    --into)
      INTO=${2:-}
      [[ $INTO =~ ^[A-Za-z_][A-Za-z0-9_-]{0,62}$ ]] || die "--into needs the name of a database: letters, digits, _ and -."
      shift
      ;;
    -h | --help)
      usage
      exit 0
      ;;
    -*) die "unknown option \"$1\"; see scripts/restore-database.sh --help." ;;
    *)
      [[ -z $FILE ]] || die "only one FILE is allowed: $FILE or $1?"
      FILE=$1
      ;;
  esac
  shift
done
[[ -n $FILE ]] || die "a FILE is required; see scripts/restore-database.sh --help."
[[ $FILE == /* ]] || FILE=$FROM/$FILE
[[ -f $FILE && -r $FILE ]] || die "There is no file $FILE, or it cannot be read."

make_temp kpi-restore
clean_up_on_exit clean_up
BEGAN=$SECONDS
read_database_url DATABASE_URL
check_checksum "$FILE"
"restore_$DATABASE_KIND"
