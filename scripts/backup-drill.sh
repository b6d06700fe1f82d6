#!/usr/bin/env bash
# Tests that a backup of the database can be restored; see --help.

set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh
# shellcheck source=scripts/lib/backup.sh
. scripts/lib/backup.sh
# shellcheck source=scripts/lib/database.sh
. scripts/lib/database.sh

usage() {
  cat <<'TEXT'
Usage: scripts/backup-drill.sh

Backs up the PostgreSQL database in DATABASE_URL with scripts/backup-database.sh, restores the
file into another database with scripts/restore-database.sh, compares the row count and a
checksum of every table, prints the times and removes the copy. The service may run: backup
and comparison use the same snapshot. Exit code 0 if all tables match.

Settings, from the environment or .env:
  DATABASE_URL                or DATABASE_URL_FILE
  DIRECT_URL                  the same database without a pooler
  DRILL_DATABASE_URL          an empty database to restore into, on any server; it is emptied
                              afterwards. Without it the script creates a database on the
                              same server, which requires the CREATEDB right
TEXT
}

clean_up() {
  trap - EXIT
  end_job
  if [[ -n ${HOLDER_PID:-} ]]; then kill "$HOLDER_PID" 2>/dev/null || true; fi
  if [[ -n ${RESTORED:-} ]]; then remove_copy || say "The restored copy could not be removed: $(reason "$TEMP/complaint")." >&2; fi
  rm -rf "$TEMP"
}

remove_copy() {
  if [[ -n $BESIDE ]]; then
    use_postgres "$SOURCE_URL"
    sql -d postgres -c "DROP DATABASE IF EXISTS \"$BESIDE\"" 2>"$TEMP/complaint"
  else
    use_postgres "$DRILL_URL"
    { say 'SET client_min_messages = error;' && cat scripts/lib/empty-schema.sql; } | sql 2>"$TEMP/complaint"
  fi
}

# took START: the seconds since START.
took() { awk -v began="$1" -v ended="$(now)" 'BEGIN { printf "%.1f s", ended - began }'; }
now() { date +%s.%N; }

# Opens a transaction with a snapshot, and sets SNAPSHOT.
see_source() {
  use_postgres "$SOURCE_URL"
  reach_database "$DATABASE_NAME"
  coproc HOLDER { sql 2>"$TEMP/complaint"; }
  say "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT pg_export_snapshot();" >&"${HOLDER[1]}"
  read -r -t 60 SNAPSHOT <&"${HOLDER[0]}" || die "The database could not be read: $(reason "$TEMP/complaint")."
}

# tables FILE: writes each table's name, row count and checksum.
tables() {
  sql "${@:2}" -f scripts/lib/table-sums.sql >"$1" 2>"$TEMP/complaint" ||
    die "The tables could not be compared: $(reason "$TEMP/complaint")."
}

no_arguments "$@"

make_temp kpi-drill
clean_up_on_exit clean_up
need_postgres_programs
DRILL_URL=$(secret_setting DRILL_DATABASE_URL)
read_database_url DATABASE_URL
[[ $DATABASE_KIND == postgres ]] || die "the drill is for PostgreSQL; kpi-backend backup verifies its backups itself."
need_direct_address
SOURCE_URL=$DATABASE_URL
[[ -z $DRILL_URL ]] || check_postgres_url DRILL_DATABASE_URL "$DRILL_URL"
[[ $DRILL_URL != "$SOURCE_URL" ]] || die "DRILL_DATABASE_URL is DATABASE_URL: the drill needs an empty database of its own."

see_source
{
  sed 's/;$//' scripts/lib/table-sums.sql
  say '\g' "$TEMP/before"
  say "SELECT 'seen';"
} >&"${HOLDER[1]}"
BEGAN=$(now)
BACKUP_DIR=$TEMP/backup BACKUP_SNAPSHOT=$SNAPSHOT run_job scripts/backup-database.sh >"$TEMP/said" || exit 1
BACKUP_TOOK=$(took "$BEGAN")
read -r -t 3600 _ <&"${HOLDER[0]}" || die "The database could not be read: $(reason "$TEMP/complaint")."
say 'COMMIT;' >&"${HOLDER[1]}"
FILE=$(printf '%s\n' "$TEMP"/backup/kpi_backup_*.dump)

BEGAN=$(now)
if [[ -n $DRILL_URL ]]; then
  BESIDE='' RESTORED=
  DATABASE_URL=$DRILL_URL DIRECT_URL=$DRILL_URL run_job scripts/restore-database.sh "$FILE" >"$TEMP/said" || exit 1
  RESTORED=yes
  use_postgres "$DRILL_URL"
  tables "$TEMP/after"
else
  BESIDE=${DATABASE_NAME}_drill_$(date -u +%Y%m%d_%H%M%S) RESTORED=yes
  run_job scripts/restore-database.sh --into "$BESIDE" "$FILE" >"$TEMP/said" || exit 1
  tables "$TEMP/after" -d "$BESIDE"
fi
RESTORE_TOOK=$(took "$BEGAN")

if ! diff "$TEMP/before" "$TEMP/after" >"$TEMP/differences"; then
  sed -n 's/^[<>]/  &/p' "$TEMP/differences" >&2
  die "The restored tables (>) differ from the backed up ones (<), see above."
fi
awk -F '|' '{ printf "%-28s %10d rows  %s\n", $1, $2, $3; rows += $2 } END { printf "%-28s %10d rows\n", "all " NR " tables", rows }' "$TEMP/before"
say "Backup $BACKUP_TOOK ($(size_of "$FILE")), restoring and comparing $RESTORE_TOOK. All tables match."
