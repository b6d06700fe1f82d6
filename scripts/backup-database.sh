#!/usr/bin/env bash
# Backs the database up into one file that has been read back; see --help.

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
Usage: scripts/backup-database.sh

Makes BACKUP_DIR/kpi_backup_YYYYmmdd_HHMMSS.dump (UTC) of the PostgreSQL database in
DATABASE_URL: pg_dump's custom format, compressed as gzip does, with its SHA-256 beside it.
The file has its name only when it is whole and pg_restore could read it to its end. Then
backups older than BACKUP_KEEP_DAYS are removed; a run that fails removes none.
Of the embedded database (sqlite:PATH) it makes a .db.gz in the same way, while the service runs.

Settings, from the environment or .env:
  DATABASE_URL                          or DATABASE_URL_FILE
  DIRECT_URL                            the same past a pooler, where there is one
  BACKUP_DIR       /backups/postgresql  only its owner can read what is made in it
  BACKUP_KEEP_DAYS 30
  BACKUP_SNAPSHOT                       a snapshot that pg_export_snapshot() has given
  KPI_BACKEND                           path of kpi-backend, for the embedded database

Exit codes: 0 the backup is there; 1 it is not, and everything is as before.
TEXT
}

clean_up() {
  end_job
  if [[ -n ${FILE:-} && -z ${DONE:-} ]]; then rm -f "$PART"* "$FILE" "$FILE.sha256"; fi
  rm -rf "$TEMP"
}

# What stopped the writing, in words of the operator.
failed() {
  local why
  why=$(reason "$TEMP/complaint")
  case $why in
    *'No space left'* | *'File too large'* | *'Disk quota'* | *'database or disk is full'*)
      die "The backup does not fit into $BACKUP_DIR: $why. Make room and start again; earlier backups are untouched."
      ;;
    *) die "The backup was not made: $why. Earlier backups are untouched." ;;
  esac
}

dump_postgres() {
  local -a snapshot=()
  need_direct_address
  need_postgres_programs
  use_postgres "$DATABASE_URL"
  reach_database "$DATABASE_NAME"
  if [[ -n ${BACKUP_SNAPSHOT:-} ]]; then snapshot=(--snapshot="$BACKUP_SNAPSHOT"); fi
  run_job pg_in_place pg_dump --format=custom --compress=6 --schema=public --no-owner --no-privileges \
    --no-password --lock-wait-timeout=60s "${snapshot[@]}" --file="$PART" 2>"$TEMP/complaint" || failed
  # The list is only the beginning of the file; all of it has to be readable.
  run_job pg_in_place pg_restore --list --file="$TEMP/list" "$PART" 2>"$TEMP/complaint" || failed
  grep -q ' TABLE DATA public __diesel_schema_migrations ' "$TEMP/list" ||
    die "The database in DATABASE_URL is none of KPI Productivity, or not migrated yet: there is nothing to back up."
  run_job pg_in_place pg_restore --file=/dev/null "$PART" 2>"$TEMP/complaint" || failed
}

dump_sqlite() {
  local backend
  backend=$(backend_program)
  run_job "$backend" backup "$PART.db" >/dev/null 2>"$TEMP/said" || {
    sed -E 's/^The backup .* was not made: //; s/ Nothing was changed\.$//' "$TEMP/said" >"$TEMP/complaint"
    failed
  }
  run_job compress "$PART.db" "$PART" 2>"$TEMP/complaint" || failed
  rm "$PART.db"
}

compress() { gzip -6 <"$1" >"$2" && gzip --test <"$2"; }

# The name is the promise that it is whole, so it comes last.
put_in_place() {
  sync "$PART" && seal "$PART" "$FILE" && sync "$FILE.sha256" && mv "$PART" "$FILE" && sync "$BACKUP_DIR"
}

no_arguments "$@"

make_temp kpi-backup
trap clean_up EXIT
on_signals
read_database_url DATABASE_URL
KEEP_DAYS=$(number_of_days BACKUP_KEEP_DAYS 30)
use_backup_folder /backups/postgresql
# What an interrupted run could not remove.
rm -f "$BACKUP_DIR"/kpi_backup_*.part*

if [[ $DATABASE_KIND == postgres ]]; then SUFFIX=.dump; else SUFFIX=.db.gz; fi
free_stamp "$BACKUP_DIR/kpi_backup_" "$SUFFIX"
FILE=$BACKUP_DIR/kpi_backup_$STAMP$SUFFIX
PART=$FILE.part
BEGAN=$SECONDS
"dump_$DATABASE_KIND"
put_in_place 2>"$TEMP/complaint" || failed
DONE=yes
say "Backed up to $FILE ($(size_of "$FILE"), $((SECONDS - BEGAN)) s)."
forget_older "$KEEP_DAYS" "$BACKUP_DIR/kpi_backup_"
