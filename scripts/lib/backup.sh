# shellcheck shell=bash
# Shared by the backup and restore scripts: folder, lock, names, checksums, retention. Source it after
# common.sh.

# use_backup_folder DEFAULT: creates BACKUP_DIR, readable by its owner only, and locks it; does not wait.
use_backup_folder() {
  BACKUP_DIR=$(setting BACKUP_DIR "$1")
  BACKUP_DIR=${BACKUP_DIR%/}
  umask 077
  if ! mkdir -p "$BACKUP_DIR" 2>/dev/null || ! { : >>"$BACKUP_DIR/.lock"; } 2>/dev/null; then
    die "The folder for backups $BACKUP_DIR cannot be written: make it writable, or set BACKUP_DIR to another."
  fi
  need flock "flock is missing: install util-linux and start again."
  # Child processes inherit the lock; it is released when the last of them exits.
  exec 9>>"$BACKUP_DIR/.lock"
  flock -n 9 || die "Another backup is being made in $BACKUP_DIR: start again when it has finished."
}

# number_of_days NAME DEFAULT
number_of_days() {
  local days
  days=$(setting "$1" "$2")
  [[ $days =~ ^[1-9][0-9]{0,4}$ ]] || die "$1 is \"$days\", which is not a number of days: set it to a number like $2."
  printf '%s' "$days"
}

# unused_timestamp PREFIX SUFFIX: sets TIMESTAMP to the current time, in the format of backup names.
unused_timestamp() {
  until TIMESTAMP=$(date -u +%Y%m%d_%H%M%S) && [[ ! -e $1$TIMESTAMP$2 ]]; do
    # A backup of the same second exists.
    sleep 0.2
  done
}

# remove_older DAYS PREFIX: removes the backups PREFIX<time>… that are older than DAYS by their names. Call
# it after a successful backup, so that the newest one is never removed.
remove_older() {
  local limit path time
  limit=$(date -u -d "-$1 days" +%Y%m%d_%H%M%S)
  for path in "$2"[0-9]*; do
    time=${path#"$2"} time=${time:0:15}
    if [[ $time =~ ^[0-9]{8}_[0-9]{6}$ && $time < $limit ]]; then
      rm -rf "$path"
      [[ $path == *.sha256 ]] || say "Removed $path, older than $1 days."
    fi
  done
}

# write_checksum FILE NAME: writes the checksum of FILE to NAME.sha256, for the file's final name.
write_checksum() {
  local sum
  sum=$(sha256sum "$1")
  printf '%s  %s\n' "${sum%% *}" "${2##*/}" >"$2.sha256"
}

# check_checksum FILE: exits if the file does not match its checksum.
check_checksum() {
  local said sum
  if [[ ! -e $1.sha256 ]]; then
    say "$1 has no checksum file, so only its format is checked."
    return
  fi
  read -r said _ <"$1.sha256" || true
  sum=$(sha256sum "$1")
  [[ ${sum%% *} == "$said" ]] || die "$1 is damaged: it does not have the checksum in $1.sha256. Nothing was changed."
}

# end_job: stops the current job; for traps.
end_job() {
  if [[ -n $JOB ]]; then stop "$JOB" 10; fi
}

# size_of FILE: human-readable.
size_of() { du -h --apparent-size "$1" | cut -f 1; }
