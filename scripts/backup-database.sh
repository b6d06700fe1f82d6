#!/usr/bin/env bash
# Backs up the database into one verified file; see --help.

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

Backs up the PostgreSQL database in DATABASE_URL to BACKUP_DIR/kpi_backup_YYYYmmdd_HHMMSS.dump
(UTC): pg_dump's custom format, compressed with gzip, with a .sha256 file. The file gets its
final name only after pg_restore has read it to its end. Afterwards backups older than
BACKUP_KEEP_DAYS are removed; a failed run removes none. For the embedded database
(sqlite:PATH) it makes a .db.gz in the same way; the service may run meanwhile.

Settings, from the environment or .env:
  DATABASE_URL                          or DATABASE_URL_FILE
  DIRECT_URL                            the same database without a pooler
  BACKUP_DIR       /backups/postgresql  readable by its owner only
  BACKUP_KEEP_DAYS 30
  BACKUP_SNAPSHOT                       a snapshot of pg_export_snapshot()
  KPI_BACKEND                           path of kpi-backend, for the embedded database

Exit codes: 0 the backup was made; 1 it was not, and nothing was changed.
TEXT
}

clean_up() {
  end_job
  if [[ -n ${FILE:-} && -z ${DONE:-} ]]; then rm -f "$PART"* "$FILE" "$FILE.sha256"; fi
  rm -rf "$TEMP"
}

# Exits with the reason.
failed() {
  local why
  why=$(reason "$TEMP/complaint")
  case $why in
    *'No space left'* | *'File too large'* | *'Disk quota'* | *'database or disk is full'*)
      die "The backup does not fit into $BACKUP_DIR: $why. Free disk space and start again; earlier backups are unchanged."
      ;;
    *) die "The backup was not made: $why. Earlier backups are unchanged." ;;
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
  # The list is only the head of the file; the rest is read below.
  run_job pg_in_place pg_restore --list --file="$TEMP/list" "$PART" 2>"$TEMP/complaint" || failed
  grep -q ' TABLE DATA public __diesel_schema_migrations ' "$TEMP/list" ||
    die "The database in DATABASE_URL is not one of KPI Productivity, or not migrated yet: there is nothing to back up."
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

# Renaming comes last, since a final name means a complete backup.
put_in_place() {
  sync "$PART" && write_checksum "$PART" "$FILE" && sync "$FILE.sha256" && mv "$PART" "$FILE" && sync "$BACKUP_DIR"
}

# The administration shows it. kpi-backend records backups of the embedded database. A database before an update has no
# place for it yet.
record_backup() {
  sql -c "INSERT INTO last_backup VALUES (1, now(), $(stat -c %s "$FILE")) ON CONFLICT (id) DO UPDATE SET made_at = excluded.made_at, bytes = excluded.bytes" 2>"$TEMP/complaint" ||
    say "The database does not know of this backup: $(reason "$TEMP/complaint")."
}

no_arguments "$@"

make_temp kpi-backup
clean_up_on_exit clean_up
read_database_url DATABASE_URL
KEEP_DAYS=$(number_of_days BACKUP_KEEP_DAYS 30)
use_backup_folder /backups/postgresql
# Remains of killed runs.
rm -f "$BACKUP_DIR"/kpi_backup_*.part*

if [[ $DATABASE_KIND == postgres ]]; then SUFFIX=.dump; else SUFFIX=.db.gz; fi
unused_timestamp "$BACKUP_DIR/kpi_backup_" "$SUFFIX"
FILE=$BACKUP_DIR/kpi_backup_$TIMESTAMP$SUFFIX
PART=$FILE.part
BEGAN=$SECONDS
"dump_$DATABASE_KIND"
put_in_place 2>"$TEMP/complaint" || failed
DONE=yes
if [[ $DATABASE_KIND == postgres ]]; then record_backup; fi
say "Backed up to $FILE ($(size_of "$FILE"), $((SECONDS - BEGAN)) s)."
remove_older "$KEEP_DAYS" "$BACKUP_DIR/kpi_backup_"
