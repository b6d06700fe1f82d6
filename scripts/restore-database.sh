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

Restores what scripts/backup-database.sh has made into the database in DATABASE_URL: an
empty one, or a new one, which is then made (for that its user needs the right to make
databases). The checksum, the whole file and its migrations are checked first, and all of
PostgreSQL's part is one transaction: what fails leaves the database as it was.

  --force      also over a database that holds data; what is in it then is lost
  --into NAME  another database on the same server; not for the embedded one
  -h, --help   show this

Stop the service first; afterwards, if the backup is of an older version, run
kpi-backend migrate deploy.

Settings, from the environment or .env:
  DATABASE_URL  or DATABASE_URL_FILE
  DIRECT_URL    the same past a pooler, where there is one
  KPI_BACKEND   path of kpi-backend, for the embedded database

Exit codes: 0 restored; 1 not, and everything is as before.
TEXT
}

clean_up() {
  end_job
  if [[ -n ${MADE:-} ]]; then sql -d postgres -c "DROP DATABASE $(quoted "$MADE")" 2>/dev/null || true; fi
  rm -rf "$TEMP"
}

# A name as SQL has it.
quoted() { printf '"%s"' "${1//\"/\"\"}"; }

refuse() { die "$FILE cannot be restored: $1. Nothing was changed."; }

# What PostgreSQL has complained of while restoring.
not_restored() {
  if grep -q 'lock timeout' "$TEMP/complaint"; then refuse "the database $DATABASE_NAME is in use; stop the service"; fi
  refuse "$(reason "$TEMP/complaint")"
}

# Looks at the whole of the file before anything is touched.
check_file() {
  run_job pg_in_place pg_restore --list --file="$TEMP/list" "$FILE" 2>"$TEMP/complaint" || refuse "$(reason "$TEMP/complaint")"
  run_job pg_in_place pg_restore --file=/dev/null "$FILE" 2>"$TEMP/complaint" || refuse "$(reason "$TEMP/complaint")"
  pg pg_restore --data-only --table=__diesel_schema_migrations --file="$TEMP/migrations" "$FILE" 2>"$TEMP/complaint" ||
    refuse "$(reason "$TEMP/complaint")"
  sed -nE 's/^([0-9]{14,})\t.*/\1/p' "$TEMP/migrations" | sort >"$TEMP/has"
  # The folder 2026-11-23-000001_accounts is version 20261123000001.
  find migrations/postgres -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sed -E 's/_.*//; s/-//g' | sort >"$TEMP/known"
  [[ -s $TEMP/has ]] || refuse "it is no backup of KPI Productivity"
  local newer
  newer=$(comm -23 "$TEMP/has" "$TEMP/known" | head -n 1)
  [[ -z $newer ]] ||
    refuse "it has migration $newer, which this version does not know; restore it with the version that made it, or a newer one"
}

# Makes the database if there is none; ends with a sentence when there is data that nobody gave up.
check_target() {
  local there rows
  there=$(sql -d postgres -v name="$DATABASE_NAME" 2>"$TEMP/complaint" \
    <<<"SELECT count(*) FROM pg_database WHERE datname = :'name'") || there=1
  if ((there == 0)); then
    sql -d postgres -c "CREATE DATABASE $(quoted "$DATABASE_NAME") TEMPLATE template0 ENCODING 'UTF8'" 2>"$TEMP/complaint" ||
      die "The database $DATABASE_NAME is not there and cannot be made: $(reason "$TEMP/complaint"). Make it, or use a user who may."
    MADE=$DATABASE_NAME
  fi
  reach_database "$DATABASE_NAME"
  rows=$(sql -d "$DATABASE_NAME" -c "SET lock_timeout = '10s'" -f scripts/lib/has-data.sql 2>"$TEMP/complaint") ||
    not_restored
  [[ $rows == f || -n $FORCE ]] ||
    die "The database $DATABASE_NAME holds data: with --force it is replaced, and what is in it now is lost."
}

# One transaction; without the COMMIT, which comes when all before it went well, nothing has happened.
restoring() {
  {
    say "BEGIN; SET LOCAL lock_timeout = '10s';"
    cat scripts/lib/empty-schema.sql
    pg pg_restore --schema=public --no-owner --no-privileges --file=- "$FILE" || exit 1
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
    say "It was made by an older version; bring it up to date with: kpi-backend migrate deploy"
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
    -*) die "there is no option \"$1\"; scripts/restore-database.sh --help tells which there are." ;;
    *)
      [[ -z $FILE ]] || die "one file at a time: $FILE or $1?"
      FILE=$1
      ;;
  esac
  shift
done
[[ -n $FILE ]] || die "which file? scripts/restore-database.sh --help tells more."
[[ $FILE == /* ]] || FILE=$FROM/$FILE
[[ -f $FILE && -r $FILE ]] || die "There is no file $FILE, or it cannot be read."

make_temp kpi-restore
trap clean_up EXIT
on_signals
BEGAN=$SECONDS
read_database_url DATABASE_URL
check_seal "$FILE"
"restore_$DATABASE_KIND"
