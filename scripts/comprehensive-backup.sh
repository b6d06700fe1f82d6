#!/usr/bin/env bash
# Backs up all data of the application: database, Redis and files; see --help.

set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh
# shellcheck source=scripts/lib/backup.sh
. scripts/lib/backup.sh
# shellcheck source=scripts/lib/redis.sh
. scripts/lib/redis.sh

usage() {
  cat <<'TEXT'
Usage: scripts/comprehensive-backup.sh

Makes the folder BACKUP_DIR/kpi_full_YYYYmmdd_HHMMSS (UTC) with these files and their .sha256 files:
  db_backup_….dump      the database, made by scripts/backup-database.sh (.db.gz for SQLite)
  redis_backup_….rdb    Redis, if REDIS_URL is set
  app_backup_….tar.gz   the files and folders in BACKUP_FILES
Then it uploads the folder and removes folders older than FULL_BACKUP_KEEP_DAYS. The folder
gets its final name only when it is complete; a failed run removes none.

Settings, from the environment or .env:
  DATABASE_URL                     or DATABASE_URL_FILE
  DIRECT_URL                       the same database without a pooler
  REDIS_URL                        with REDIS_USERNAME, REDIS_PASSWORD; without it Redis is skipped
  BACKUP_DIR             /backups
  BACKUP_FILES           /app      separated by spaces; skipped if /app does not exist
  FULL_BACKUP_KEEP_DAYS  7
  BACKUP_UPLOAD_COMMAND            a command line, with the folder in BACKUP_PATH and its name in
                                   BACKUP_NAME: aws s3 cp "$BACKUP_PATH" "s3://bucket/$BACKUP_NAME" --recursive

Exit codes: 0 everything is backed up; 1 the backup or the upload failed.
TEXT
}

clean_up() {
  end_job
  if [[ -n ${PART:-} ]]; then rm -rf "$PART"; fi
  rm -rf "$TEMP"
}

failed() { die "$1: $(head -n 1 "$TEMP/complaint"). Earlier backups are unchanged."; }

# Sets FILES; files that are named explicitly must exist.
choose_files() {
  local path named
  named=$(setting BACKUP_FILES '')
  read -ra FILES <<<"${named:-/app}"
  if [[ -z $named && ! -e /app ]]; then FILES=(); fi
  for path in "${FILES[@]}"; do
    [[ $path == /* && -e $path ]] || die "BACKUP_FILES names $path, which does not exist: use absolute paths of files and folders."
  done
}

back_up_database() {
  local made
  BACKUP_DIR=$PART run_job scripts/backup-database.sh >/dev/null || exit 1
  made=$(find "$PART" -name 'kpi_backup_*' ! -name '*.sha256')
  rm "$made.sha256" "$PART/.lock"
  keep "$made" "db_backup_$TIMESTAMP.${made#*kpi_backup_*.}"
}

back_up_redis() {
  run_job redis_cli --rdb "$PART/dump" >"$TEMP/said" 2>"$TEMP/complaint" || {
    [[ -s $TEMP/complaint ]] || mv "$TEMP/said" "$TEMP/complaint"
    failed "Redis could not be backed up"
  }
  redis-check-rdb "$PART/dump" >"$TEMP/complaint" 2>&1 || failed "The dump of Redis is damaged"
  keep "$PART/dump" "redis_backup_$TIMESTAMP.rdb"
}

# A file that changes meanwhile is included as read; that is no error.
back_up_files() {
  local code=0
  run_job tar --create --gzip --file="$PART/tar" --exclude="$BACKUP_DIR" --exclude=node_modules \
    --exclude=target --exclude-vcs --absolute-names --warning=no-file-changed "${FILES[@]}" 2>"$TEMP/complaint" || code=$?
  ((code <= 1)) || failed "The files could not be backed up"
  run_job tar --list --gzip --file="$PART/tar" >/dev/null 2>"$TEMP/complaint" || failed "The files could not be backed up"
  keep "$PART/tar" "app_backup_$TIMESTAMP.tar.gz"
}

# keep FILE NAME: renames the file, and writes its checksum.
keep() {
  mv "$1" "$PART/$2"
  write_checksum "$PART/$2" "$PART/$2" 2>"$TEMP/complaint" || failed "The checksum could not be written"
}

upload() {
  BACKUP_PATH=$FOLDER BACKUP_NAME=${FOLDER##*/} run_job bash -c "$UPLOAD" >"$TEMP/said" 2>"$TEMP/complaint" ||
    die "The upload of $FOLDER failed: $(tail -n 1 "$TEMP/complaint"). The backup stays there; none was removed."
  say "Uploaded ${FOLDER##*/}."
}

no_arguments "$@"

make_temp kpi-full-backup
clean_up_on_exit clean_up
KEEP_DAYS=$(number_of_days FULL_BACKUP_KEEP_DAYS 7)
UPLOAD=$(setting BACKUP_UPLOAD_COMMAND '')
choose_files
use_redis
use_backup_folder /backups
# Remains of killed runs.
rm -rf "$BACKUP_DIR"/kpi_full_*.part
unused_timestamp "$BACKUP_DIR/kpi_full_" ''
FOLDER=$BACKUP_DIR/kpi_full_$TIMESTAMP
PART=$FOLDER.part
BEGAN=$SECONDS
mkdir "$PART"
back_up_database
if [[ -n $REDIS_URL ]]; then back_up_redis; fi
if ((${#FILES[@]})); then back_up_files; fi
sync "$PART"/* && mv "$PART" "$FOLDER" && sync "$BACKUP_DIR"
PART=
say "Backed up to $FOLDER ($(size_of "$FOLDER"), $((SECONDS - BEGAN)) s)."
if [[ -n $UPLOAD ]]; then upload; fi
remove_older "$KEEP_DAYS" "$BACKUP_DIR/kpi_full_"
