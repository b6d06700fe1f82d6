#!/usr/bin/env bats
# Backup and restore: restored data is identical, and failures change nothing.

# shellcheck disable=SC2030,SC2031,SC2153,SC2154 # each test is a shell of its own; stderr is bats'
load helpers

setup_file() {
  export TEMP DATABASE_URL REDIS_URL POSTGRES_URL PASSWORD
  cd "$REPOSITORY" || exit
  # Outside of the test's folder, which the servers' user cannot enter.
  TEMP=$(mktemp -d /tmp/kpi-backups.XXXXXX)
  chmod 711 "$TEMP"
  load_libraries
  has_postgres || return 0
  # Unique on this machine, since the tests search all processes for it.
  PASSWORD=$(random_secret)
  need_rust
  build_binaries 3>&-
  start_postgres 3>&-
  ask "CREATE ROLE kpi LOGIN CREATEDB PASSWORD '$PASSWORD'"
  # With the service's pool parameters, which PostgreSQL's programs reject.
  DATABASE_URL=$(url_of kpi)
  new_database kpi
  service seed --demo
}

teardown_file() {
  load_libraries
  stop_servers
  rm -rf "$TEMP"
}

setup() {
  cd "$REPOSITORY" || exit
  load_libraries
  has_postgres || skip "PostgreSQL is not installed"
  PSQL=$(postgres_programs)/psql
  export BACKUP_DIR=$BATS_TEST_TMPDIR/backups
  unset BACKUP_KEEP_DAYS FULL_BACKUP_KEEP_DAYS BACKUP_FILES BACKUP_UPLOAD_COMMAND DRILL_DATABASE_URL DATABASE_URL_FILE DIRECT_URL DIRECT_URL_FILE
}

teardown() {
  if [[ -n ${HOLDER:-} ]]; then kill "$HOLDER" 2>/dev/null || true; fi
}

ask() { "$(postgres_programs)/psql" -XAtq "$POSTGRES_URL" -c "$1"; }
ask_in() { "$(postgres_programs)/psql" -XAtq "${POSTGRES_URL%/*}/$1" -c "$2"; }
url_of() { printf '%s/%s?connection_limit=20&pool_timeout=20' "$(sed -E "s,postgres:[^@]*@,kpi:$PASSWORD@,; s,/postgres$,," <<<"$POSTGRES_URL")" "$1"; }
new_database() {
  ask "DROP DATABASE IF EXISTS $1"
  ask "CREATE DATABASE $1 OWNER kpi"
}

service() {
  BCRYPT_ROUNDS=4 JWT_SECRET=0123456789abcdef0123456789abcdef "$(binary_folder)/kpi-backend" "$@" 3>&-
}

# The checksums of all tables of a database, but for the record of its last backup.
sums() { "$PSQL" -XAtq "${POSTGRES_URL%/*}/$1" -f scripts/lib/table-sums.sql | grep -v "^last_backup|"; }

# refuses TEXT COMMAND…: it fails with one line on stderr that contains TEXT, and not the password.
refuses() {
  local words=$1
  shift
  run --separate-stderr script "$@"
  echo "$output" "$stderr"
  ((status == 1))
  [[ $(wc -l <<<"$stderr") == 1 && $stderr == *"$words"* ]]
  [[ $output$stderr != *"$PASSWORD"* ]]
}

# All files in the backup folder.
backups() { find "$BACKUP_DIR" -mindepth 1 -maxdepth 1 ! -name .lock -printf '%f\n' | sort; }

make_backup() {
  script scripts/backup-database.sh
  FILE=$(printf '%s\n' "$BACKUP_DIR"/kpi_backup_*.dump)
}

# hold TABLE: locks it in another session, so that readers have to wait.
hold() {
  "$PSQL" -XAtq "${POSTGRES_URL%/*}/kpi" -c "BEGIN; LOCK TABLE $1 IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(600)" 3>&- &
  HOLDER=$!
  wait_for 120 held "$1"
}

held() { [[ -n $(ask_in kpi "SELECT 1 FROM pg_locks WHERE granted AND mode = 'AccessExclusiveLock' AND relation = '$1'::regclass") ]]; }

let_go() {
  kill "$HOLDER"
  ask_in kpi "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND pid <> pg_backend_pid()"
  HOLDER=
}

is_waiting() { [[ -n $(ask_in kpi "SELECT 1 FROM pg_stat_activity WHERE application_name = 'backup-database.sh' AND wait_event_type = 'Lock'") ]]; }

@test "a backup is one private file, and is restored completely into a new database" {
  make_backup
  [[ $FILE =~ /kpi_backup_[0-9]{8}_[0-9]{6}\.dump$ ]]
  [[ $(stat -c %a "$FILE" "$FILE.sha256" "$BACKUP_DIR") == $'600\n600\n700' ]]
  (cd "$BACKUP_DIR" && sha256sum --check --status ./*.sha256)
  script scripts/restore-database.sh --into kpi_copy "$FILE"
  [[ $(sums kpi_copy) == "$(sums kpi)" && $(sums kpi) == *entries* ]]
  [[ $(ask_in kpi 'SELECT bytes FROM last_backup') == "$(stat -c %s "$FILE")" ]]
  DATABASE_URL=$(url_of kpi_copy) service doctor | grep 'ok       database'
}

@test "objects of other applications are neither backed up nor changed" {
  new_database kpi_shared
  DATABASE_URL=$(url_of kpi_shared)
  refuses "not one of KPI Productivity, or not migrated yet" scripts/backup-database.sh
  [[ -z $(backups) ]]
  service migrate deploy
  ask_in kpi_shared "CREATE SCHEMA others; CREATE TABLE others.things AS SELECT 1 AS thing; CREATE EXTENSION pg_stat_statements"
  make_backup
  script scripts/restore-database.sh "$FILE"
  [[ $(ask_in kpi_shared "SELECT thing FROM others.things") == 1 ]]
  [[ $(ask_in kpi_shared "SELECT count(*) FROM pg_extension WHERE extname = 'pg_stat_statements'") == 1 ]]
}

@test "an invalid database URL is reported in one line" {
  local url=$DATABASE_URL
  DATABASE_URL='' refuses "DATABASE_URL is not set" scripts/backup-database.sh
  DATABASE_URL=mysql://kpi:$PASSWORD@db/kpi refuses "is not a database URL" scripts/backup-database.sh
  DATABASE_URL=postgresql://kpi:$PASSWORD@127.0.0.1:1/kpi refuses "Connection refused" scripts/backup-database.sh
  DATABASE_URL=postgresql://kpi:$PASSWORD@nowhere.invalid/kpi refuses "cannot be reached: could not translate host name" scripts/backup-database.sh
  DATABASE_URL=${url/$PASSWORD/wrong} refuses "password authentication failed" scripts/backup-database.sh
  DATABASE_URL=${url/\/kpi\?/\/nothing\?} refuses "database \"nothing\" does not exist" scripts/backup-database.sh
  DATABASE_URL_FILE=/nowhere/url DATABASE_URL='' refuses "DATABASE_URL_FILE names cannot be read" scripts/backup-database.sh
  [[ ! -e $BACKUP_DIR || -z $(backups) ]]
  refuses "is not a number of days" env BACKUP_KEEP_DAYS=forever scripts/backup-database.sh
  refuses "cannot be written" env BACKUP_DIR=/dev/null/backups scripts/backup-database.sh
  refuses "it takes no arguments" scripts/backup-database.sh now
}

# A pooler would hand the session settings of pg_dump and pg_restore on to the service.
@test "backups, restores and the drill bypass a pooler, or are rejected" {
  local direct=$DATABASE_URL
  # Nothing listens there.
  DATABASE_URL="postgresql://kpi:$PASSWORD@127.0.0.1:1/kpi?connection_limit=5&pgbouncer=true"
  for script in backup-database.sh backup-drill.sh comprehensive-backup.sh; do
    BACKUP_FILES=$BATS_TEST_TMPDIR refuses "set DIRECT_URL to the address of PostgreSQL itself" "scripts/$script"
  done
  export DIRECT_URL=$direct DRILL_DATABASE_URL
  make_backup
  [[ $(scripts/psql.sh -XAtqc 'SELECT current_database()') == kpi ]]
  new_database kpi_direct
  DRILL_DATABASE_URL=$(url_of kpi_direct)
  run script scripts/backup-drill.sh
  echo "$output"
  [[ $status == 0 && $output == *"All tables match."* ]]
  DIRECT_URL=$(url_of kpi_direct) script scripts/restore-database.sh "$FILE"
  [[ $(sums kpi_direct) == "$(sums kpi)" ]]
  DIRECT_URL='' refuses "set DIRECT_URL" scripts/restore-database.sh "$FILE"
}

@test "a password may have any characters, and may come from a file" {
  local odd="p@ss:w/rd %?&\\'\" ü" encoded
  encoded=$(node -p 'encodeURIComponent(process.argv[1])' "$odd")
  ask "CREATE ROLE odd LOGIN SUPERUSER PASSWORD '${odd//\'/\'\'}'"
  printf '%s' "${DATABASE_URL/kpi:$PASSWORD/odd:$encoded}" >"$BATS_TEST_TMPDIR/url"
  DATABASE_URL='' DATABASE_URL_FILE=$BATS_TEST_TMPDIR/url make_backup
}

@test "no password is on a command line, and two backups do not run concurrently" {
  hold entries
  scripts/backup-database.sh >"$BATS_TEST_TMPDIR/said" 2>&1 3>&- &
  local first=$!
  wait_for 120 is_waiting
  refute grep -lqs "$PASSWORD" /proc/[0-9]*/cmdline
  refuses "Another backup is being made" scripts/backup-database.sh
  let_go
  wait "$first"
  [[ $(backups | wc -l) == 2 ]]
  refute grep "$PASSWORD" "$BATS_TEST_TMPDIR/said"
}

@test "an interrupted backup leaves no file" {
  hold entries
  scripts/backup-database.sh >/dev/null 2>&1 3>&- &
  local id=$!
  wait_for 120 is_waiting
  kill -TERM "$id"
  refute wait "$id"
  [[ -z $(backups) ]]
  wait_for 120 is_not_waiting
  kill_a_backup
  [[ $(backups) == kpi_backup_*.part ]]
  make_backup
  [[ $(backups) == "${FILE##*/}"$'\n'"${FILE##*/}.sha256" ]]
}

# kill_a_backup: kills it, so that it cannot clean up.
kill_a_backup() {
  local -a ids
  if [[ -z ${HOLDER:-} ]]; then hold entries; fi
  setsid scripts/backup-database.sh >/dev/null 2>&1 3>&- &
  wait_for 120 is_waiting
  # The script first: it would clean up as soon as pg_dump is gone.
  mapfile -t ids < <(pgrep -s $!; pgrep -f "file=$BACKUP_DIR/")
  kill -KILL "${ids[@]}"
  let_go
  wait_for 120 is_free
}

@test "a killed backup leaves no password, and the next one removes its remains" {
  export TMPDIR=$BATS_TEST_TMPDIR/tmp
  mkdir "$TMPDIR"
  kill_a_backup
  [[ -n $(ls "$TMPDIR") ]]
  refute grep -rlF "$PASSWORD" "$TMPDIR"
  # The folder of a running backup is not removed.
  hold entries
  BACKUP_DIR=$BATS_TEST_TMPDIR/others scripts/backup-database.sh >/dev/null 2>&1 3>&- &
  local other=$!
  wait_for 120 is_waiting
  DATABASE_URL=postgresql://127.0.0.1:1/kpi refuses "cannot be reached" scripts/backup-database.sh
  (($(find "$TMPDIR" -mindepth 1 -maxdepth 1 | wc -l) == 1))
  let_go
  wait "$other"
  [[ -z $(ls "$TMPDIR") ]]
}

is_not_waiting() { refute is_waiting; }
is_free() { flock -n "$BACKUP_DIR/.lock" true; }

@test "a full disk leaves earlier backups unchanged, and no partial one" {
  make_backup
  local before
  before=$(cd "$BACKUP_DIR" && sha256sum ./*)
  # Limit files to 8 KiB.
  refuses "does not fit into $BACKUP_DIR" bash -c 'trap "" XFSZ; ulimit -f 8; exec scripts/backup-database.sh'
  [[ $(cd "$BACKUP_DIR" && sha256sum ./*) == "$before" ]]
}

@test "old backups are removed after a new one was made, never before" {
  mkdir -m 700 "$BACKUP_DIR"
  local old new name
  old=kpi_backup_$(date -u -d '-31 days' +%Y%m%d_%H%M%S).dump
  new=kpi_backup_$(date -u -d '-29 days' +%Y%m%d_%H%M%S).dump
  for name in "$old" "$new" kpi_backup_mine.dump; do echo data >"$BACKUP_DIR/$name"; done
  echo sum >"$BACKUP_DIR/$old.sha256"
  DATABASE_URL=postgresql://kpi@127.0.0.1:1/kpi refuses "cannot be reached" scripts/backup-database.sh
  [[ -e $BACKUP_DIR/$old ]]
  script scripts/backup-database.sh
  [[ ! -e $BACKUP_DIR/$old && ! -e $BACKUP_DIR/$old.sha256 ]]
  [[ -e $BACKUP_DIR/$new && -e $BACKUP_DIR/kpi_backup_mine.dump ]]
  (($(backups | wc -l) == 4))
}

@test "restoring over data requires --force, and is atomic" {
  local before
  make_backup
  before=$(sums kpi)
  ask_in kpi "DELETE FROM tasks; CREATE TABLE of_a_later_version (id int); ALTER TABLE of_a_later_version OWNER TO kpi"
  refuses "holds data: with --force" scripts/restore-database.sh "$FILE"
  [[ $(sums kpi) != "$before" ]]
  script scripts/restore-database.sh --force "$FILE"
  [[ $(sums kpi) == "$before" ]]

  hold entries
  refuses "the database kpi is in use; stop the service" scripts/restore-database.sh --force "$FILE"
  let_go
  [[ $(sums kpi) == "$before" ]]
}

@test "a damaged file is rejected before anything is changed" {
  local half=$BATS_TEST_TMPDIR/half.dump before
  make_backup
  before=$(sums kpi)
  head -c $(($(stat -c %s "$FILE") * 9 / 10)) "$FILE" >"$half"
  # Its table of contents is complete.
  "$(postgres_programs)/pg_restore" --list "$half" | grep -q 'TABLE DATA'
  refuses "cannot be restored: " scripts/restore-database.sh --force "$half"
  cp "$FILE.sha256" "$half.sha256"
  refuses "does not have the checksum" scripts/restore-database.sh --force "$half"
  echo "Dear diary" >"$BATS_TEST_TMPDIR/text.dump"
  refuses "cannot be restored: " scripts/restore-database.sh --force "$BATS_TEST_TMPDIR/text.dump"
  refuses "There is no file" scripts/restore-database.sh --force "$BATS_TEST_TMPDIR/missing.dump"
  refuses "a FILE is required" scripts/restore-database.sh
  refuses 'unknown option "--all"' scripts/restore-database.sh --all
  refuses "--into needs the name" scripts/restore-database.sh "$FILE" --into 'a; b'
  [[ $(sums kpi) == "$before" ]]
}

@test "the schema of a newer version is rejected, that of an older one is reported" {
  make_backup
  local ours=$FILE
  script scripts/restore-database.sh --into kpi_newer "$ours"
  ask_in kpi_newer "INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231000001')"
  rm -r "$BACKUP_DIR"
  DATABASE_URL=$(url_of kpi_newer) make_backup
  refuses "29991231000001, which this version does not know" scripts/restore-database.sh --force "$FILE"

  new_database kpi_older
  export DATABASE_URL
  DATABASE_URL=$(url_of kpi_older)
  service migrate deploy
  service migrate revert
  rm -r "$BACKUP_DIR"
  make_backup
  run script scripts/restore-database.sh "$FILE"
  [[ $status == 0 && $output == *"kpi-backend migrate deploy"* ]]
  service migrate deploy

  ask_in kpi_older "CREATE TABLE other (id int); DROP TABLE __diesel_schema_migrations"
  "$(postgres_programs)/pg_dump" -Fc "${POSTGRES_URL%/*}/kpi_older" -f "$BATS_TEST_TMPDIR/other.dump"
  refuses "not a backup of KPI Productivity" scripts/restore-database.sh --force "$BATS_TEST_TMPDIR/other.dump"
}

@test "a database that cannot be created is reported, and a created one is removed after a failure" {
  make_backup
  ask "CREATE ROLE poor LOGIN PASSWORD '$PASSWORD'"
  DATABASE_URL=${DATABASE_URL/kpi:/poor:} refuses "cannot be created: permission denied" \
    scripts/restore-database.sh --into kpi_poor "$FILE"
  ask "CREATE ROLE hasty LOGIN CREATEDB PASSWORD '$PASSWORD'"
  ask "ALTER ROLE hasty SET statement_timeout = '1ms'; ALTER ROLE hasty SET default_transaction_read_only = on"
  run --separate-stderr script env DATABASE_URL="${DATABASE_URL/kpi:/hasty:}" scripts/restore-database.sh --into kpi_hasty "$FILE"
  ((status == 1))
  [[ -z $(ask "SELECT 1 FROM pg_database WHERE datname IN ('kpi_poor', 'kpi_hasty')") ]]
}

@test "the drill backs up, restores, compares, and cleans up" {
  run script scripts/backup-drill.sh
  echo "$output"
  ((status == 0))
  [[ $output =~ entries\ +4[0-9]{3}\ rows && $output == *"All tables match."* ]]
  [[ -z $(ask "SELECT 1 FROM pg_database WHERE datname LIKE '%drill%'") ]]

  # Into a prepared database, while the service writes.
  new_database kpi_for_drill
  export DRILL_DATABASE_URL
  DRILL_DATABASE_URL=$(url_of kpi_for_drill)
  while ask_in kpi "UPDATE users SET updated_at = now()"; do :; done 3>&- &
  local writer=$!
  run script scripts/backup-drill.sh
  echo "$output"
  kill "$writer"
  [[ $status == 0 && $output == *"All tables match."* ]]
  [[ -z $(sums kpi_for_drill) ]]

  # Differences are found.
  ask_in kpi_for_drill "
    CREATE FUNCTION lose() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS
    'BEGIN UPDATE public.tasks SET title = ''lost'' WHERE position = 3; END';
    CREATE EVENT TRIGGER lose ON ddl_command_end WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION lose()"
  ask_in kpi_for_drill "ALTER FUNCTION lose() SET SCHEMA pg_catalog" || ask_in kpi_for_drill "CREATE SCHEMA hidden; ALTER FUNCTION lose() SET SCHEMA hidden"
  run --separate-stderr script scripts/backup-drill.sh
  echo "$stderr"
  [[ $status == 1 && $stderr == *"< tasks|"*"> tasks|"*"differ from the backed up ones"* ]]

  DRILL_DATABASE_URL=$DATABASE_URL refuses "needs an empty database of its own" scripts/backup-drill.sh
  DRILL_DATABASE_URL=$(url_of kpi)'&connect_timeout=5' refuses "holds data" scripts/backup-drill.sh
  [[ $(sums kpi) == *entries* ]]
}

@test "the embedded database is backed up and restored by the same scripts" {
  export DATABASE_URL=sqlite:$BATS_TEST_TMPDIR/kpi.db JWT_SECRET=0123456789abcdef0123456789abcdef BCRYPT_ROUNDS=4
  local before file
  export KPI_BACKEND
  KPI_BACKEND=$(binary_folder)/kpi-backend
  service seed --demo
  script scripts/backup-database.sh
  file=$(printf '%s\n' "$BACKUP_DIR"/kpi_backup_*.db.gz)
  [[ $(backups) == "${file##*/}"$'\n'"${file##*/}.sha256" ]]
  refuses "holds data: with --force" scripts/restore-database.sh "$file"
  rm "$BATS_TEST_TMPDIR/kpi.db"
  script scripts/restore-database.sh "$file"
  service doctor | grep 'ok       database'
  refuses "the drill is for PostgreSQL" scripts/backup-drill.sh
  # SQLite reports this limit as an I/O error.
  refuses "was not made: disk I/O error" bash -c 'trap "" XFSZ; ulimit -f 64; exec scripts/backup-database.sh'
  rm "$BATS_TEST_TMPDIR/kpi.db"
  refuses "There is no database at" scripts/backup-database.sh
  (($(backups | wc -l) == 2))
}

@test "the comprehensive backup contains database, Redis and files, and is uploaded" {
  has_redis || skip "Redis is not installed"
  start_redis 3>&-
  export REDIS_URL BACKUP_FILES=$BATS_TEST_TMPDIR/app
  redis-cli -u "$REDIS_URL" set kept "in Redis" 2>/dev/null
  local old new
  # Database backups have a separate retention.
  export BACKUP_KEEP_DAYS=1
  old=$BACKUP_DIR/kpi_full_$(date -u -d '-8 days' +%Y%m%d_%H%M%S)
  new=$BACKUP_DIR/kpi_full_$(date -u -d '-6 days' +%Y%m%d_%H%M%S)
  mkdir -p "$BATS_TEST_TMPDIR/app/node_modules" "$old" "$new"
  echo "a file" >"$BATS_TEST_TMPDIR/app/file"
  export BACKUP_UPLOAD_COMMAND="cp -r \"\$BACKUP_PATH\" '$BATS_TEST_TMPDIR/uploaded' && echo \"\$BACKUP_NAME\" >'$BATS_TEST_TMPDIR/name'"

  # A failed run removes nothing.
  BACKUP_UPLOAD_COMMAND='echo no bucket >&2; exit 3' refuses "failed: no bucket. The backup stays there" scripts/comprehensive-backup.sh
  [[ -e $old && $(backups | wc -l) == 3 ]]

  script scripts/comprehensive-backup.sh
  local folder=$BATS_TEST_TMPDIR/uploaded
  # Including the one that was not uploaded.
  [[ ! -e $old && -e $new && $(backups | wc -l) == 3 ]]
  [[ $(backups | tail -n 1) == "$(<"$BATS_TEST_TMPDIR/name")" ]]
  diff -r "$folder" "$BACKUP_DIR/$(<"$BATS_TEST_TMPDIR/name")"
  (cd "$folder" && sha256sum --check --status ./*.sha256)
  (($(find "$folder" -type f | wc -l) == 6))
  script scripts/restore-database.sh --into kpi_full "$folder"/db_backup_*.dump
  [[ $(sums kpi_full) == "$(sums kpi)" ]]
  strings "$folder"/redis_backup_*.rdb | grep -q 'in Redis'
  [[ $(tar -xzOf "$folder"/app_backup_*.tar.gz --wildcards '*/app/file') == "a file" ]]
  refute tar -tzf "$folder"/app_backup_*.tar.gz --wildcards '*node_modules*'
}

@test "the comprehensive backup fails if any part fails" {
  export BACKUP_FILES=$BATS_TEST_TMPDIR
  REDIS_URL=redis://127.0.0.1:1 refuses "Redis could not be backed up: " scripts/comprehensive-backup.sh
  REDIS_URL=http://localhost refuses "REDIS_URL is not a Redis URL" scripts/comprehensive-backup.sh
  BACKUP_FILES=/nowhere refuses "BACKUP_FILES names /nowhere, which does not exist" scripts/comprehensive-backup.sh
  DATABASE_URL=postgresql://127.0.0.1:1/kpi refuses "cannot be reached" scripts/comprehensive-backup.sh
  [[ -z $(backups) ]]
}

@test "a password with any character works percent-encoded, and raw no piece of it is shown" {
  local address role url said=$BATS_TEST_TMPDIR/said
  address=${POSTGRES_URL#*@} address=${address%/*}
  for role in kpi_odd kpi_odd@server; do
    ask "CREATE ROLE \"$role\" LOGIN PASSWORD 'p@ss:/?#%'"
    ask "GRANT kpi TO \"$role\""
  done
  for url in "kpi_odd:p%40ss%3A%2F%3F%23%25@" "kpi_odd%40server:p%40ss%3A%2F%3F%23%25@"; do
    export DATABASE_URL="postgresql://$url$address/kpi?schema=public&connection_limit=2"
    [[ $(scripts/psql.sh -Atc 'SELECT 1') == 1 ]]
    service doctor | grep -q '^ok  *database: PostgreSQL'
    script scripts/backup-database.sh
  done
  for url in 'kpi_odd:p@ss:/?#%@' 'kpi_odd:p@ss%3A%2F%3F%23%25@' 'kpi_odd:p%40ss:/%3F%23%25@' 'kpi_odd:p%40ss:%3F%%23@' 'kpi_odd:p%41ss:@'; do
    export DATABASE_URL="postgresql://$url$address/kpi"
    run script scripts/psql.sh -Atc 'SELECT 1'
    ((status == 1)) && printf '%s\n' "$output" >"$said"
    run script scripts/backup-database.sh
    ((status == 1)) && printf '%s\n' "$output" >>"$said"
    run service doctor
    ((status == 2)) && printf '%s\n' "$output" >>"$said"
    cat "$said"
    (($(grep -c 'percent-encode the password' "$said") == 3))
    refute grep -qF -e 'ss:' -e 'p@ss' -e p%4 "$said"
  done
}
