# shellcheck shell=bash
# What the scripts that make and read backups share: the folder, one run at a time, names, checksums,
# and how long they are kept. After common.sh.

# use_backup_folder DEFAULT: gives BACKUP_DIR, which only its owner can read, and waits for nobody.
use_backup_folder() {
  BACKUP_DIR=$(setting BACKUP_DIR "$1")
  BACKUP_DIR=${BACKUP_DIR%/}
  umask 077
  if ! mkdir -p "$BACKUP_DIR" 2>/dev/null || ! { : >>"$BACKUP_DIR/.lock"; } 2>/dev/null; then
    die "The folder for backups $BACKUP_DIR cannot be written: make it writable, or set BACKUP_DIR to another."
  fi
  need flock "flock is missing: install util-linux and start again."
  # Whoever inherits this holds the lock too: it is free when the last of them has ended.
  exec 9>>"$BACKUP_DIR/.lock"
  flock -n 9 || die "Another backup is being made in $BACKUP_DIR just now: start again when it has ended."
}

# number_of_days NAME DEFAULT
number_of_days() {
  local days
  days=$(setting "$1" "$2")
  [[ $days =~ ^[1-9][0-9]{0,4}$ ]] || die "$1 is \"$days\", which is no number of days: set it to one like $2."
  printf '%s' "$days"
}

# free_stamp PREFIX SUFFIX: gives in STAMP the time, as it is in names, of a backup that is not there.
free_stamp() {
  until STAMP=$(date -u +%Y%m%d_%H%M%S) && [[ ! -e $1$STAMP$2 ]]; do
    # Two within one second.
    sleep 0.2
  done
}

# forget_older DAYS PREFIX: removes the backups PREFIX<time>… of which the name's time is longer ago.
# To be called after a good one was made: so the last good one is never among them.
forget_older() {
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

# seal FILE: puts its checksum beside it as it will be when the file has its own NAME.
seal() {
  local sum
  sum=$(sha256sum "$1")
  printf '%s  %s\n' "${sum%% *}" "${2##*/}" >"$2.sha256"
}

# check_seal FILE: ends with a sentence when it is not what its checksum was made of.
check_seal() {
  local said sum
  if [[ ! -e $1.sha256 ]]; then
    say "$1 has no checksum beside it, so only its form is checked."
    return
  fi
  read -r said _ <"$1.sha256" || true
  sum=$(sha256sum "$1")
  [[ ${sum%% *} == "$said" ]] || die "$1 is damaged: it does not have the checksum in $1.sha256. Nothing was changed."
}

# end_job: for the trap.
end_job() {
  if [[ -n $JOB ]]; then stop "$JOB" 10; fi
}

# on_signals: a signal ends the script by its EXIT trap.
on_signals() {
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

# size_of FILE, as people read it.
size_of() { du -h --apparent-size "$1" | cut -f 1; }
