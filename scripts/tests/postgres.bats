#!/usr/bin/env bats
# deploy/postgres on a separate server: the files have the intended effects.

load helpers

setup_file() {
  export TEMP
  TEMP=$(mktemp -d /tmp/kpi-postgres.XXXXXX)
  chmod 711 "$TEMP"
}

setup() {
  cd "$REPOSITORY" || exit
  load_libraries
  has_postgres || skip "PostgreSQL is not installed"
  POSTGRES_SETTINGS=deploy/postgres/postgresql.tuning.conf start_postgres 3>&-
  PSQL=$(postgres_programs)/psql
  export KPI_DATABASE_PASSWORD=of-the-application-alone
}

teardown_file() {
  load_libraries
  stop_servers
  rm -rf "$TEMP"
}

# ask SQL: runs it as the superuser.
ask() { "$PSQL" -XAtq "$POSTGRES_URL" -c "$1"; }

# make_database DATABASE USER: runs create-database.sql; sets DATABASE_URL to the user's URL.
make_database() {
  "$PSQL" -Xq "$POSTGRES_URL" -v database="$1" -v user="$2" -f deploy/postgres/create-database.sql
  DATABASE_URL=${POSTGRES_URL/postgres:*@/$2:$KPI_DATABASE_PASSWORD@}
  DATABASE_URL=${DATABASE_URL%/*}/$1
}

make_views() {
  "$PSQL" -Xq "${POSTGRES_URL%/*}/$1" -f deploy/postgres/views.sql
}

@test "the tuning file is in effect with the guide's figures" {
  local setting
  while read -r setting; do
    echo "$setting"
    [[ $(ask "SHOW ${setting%% *}") == "${setting#* }" ]]
  done <<'SETTINGS'
shared_buffers 256MB
effective_cache_size 1GB
work_mem 4MB
maintenance_work_mem 64MB
max_connections 100
shared_preload_libraries pg_stat_statements
log_statement mod
log_min_duration_statement 1s
log_checkpoints on
log_connections on
log_disconnections on
SETTINGS
}

@test "every line of the tuning file is valid" {
  [[ $(ask "SELECT count(*) FROM pg_file_settings WHERE error IS NOT NULL") == 0 ]]
}

@test "the database is UTF-8, its user's own, with twenty connections" {
  make_database kpi_productivity_prod kpi_prod_user
  # A second run changes nothing.
  make_database kpi_productivity_prod kpi_prod_user
  [[ $(ask "SELECT pg_encoding_to_char(encoding), pg_get_userbyid(datdba), datcollate
            FROM pg_database WHERE datname = 'kpi_productivity_prod'") == 'UTF8|kpi_prod_user|C.UTF-8' ]]
  [[ $(ask "SELECT rolconnlimit, rolsuper, rolcreatedb, rolcreaterole
            FROM pg_roles WHERE rolname = 'kpi_prod_user'") == '20|f|f|f' ]]
}

@test "the twenty-first connection is rejected, and so are other users" {
  local number
  local -a held=()
  make_database kpi_limit kpi_limit_user
  for ((number = 0; number < 20; number++)); do
    "$PSQL" -XAtq "$DATABASE_URL" -c 'SELECT pg_sleep(600)' 3>&- &
    held+=($!)
  done
  wait_for 120 twenty_are_connected
  run "$PSQL" -XAtq "$DATABASE_URL" -c 'SELECT 1'
  kill "${held[@]}"
  [[ $status != 0 && $output == *"too many connections for role"* ]]

  make_database kpi_other kpi_other_user
  refute "$PSQL" -XAtq "${DATABASE_URL%/*}/kpi_limit" -c 'SELECT 1'
}

twenty_are_connected() {
  (($(ask "SELECT count(*) FROM pg_stat_activity WHERE usename = 'kpi_limit_user'") == 20))
}

@test "a short password is rejected and creates nothing" {
  KPI_DATABASE_PASSWORD=short run -3 "$PSQL" -Xq "$POSTGRES_URL" -v database=kpi_short -v user=kpi_short_user \
    -f deploy/postgres/create-database.sql
  [[ $output == *"at least 16 characters"* ]]
  [[ -z $(ask "SELECT 1 FROM pg_roles WHERE rolname = 'kpi_short_user'") ]]
}

@test "the password is neither in the server's log nor in its statistics" {
  make_database kpi_quiet kpi_quiet_user
  make_views kpi_quiet
  # Earlier statements have been logged by then.
  "$PSQL" -XAtq "$DATABASE_URL" -c 'SELECT 1'
  wait_for 120 grep -q 'connection authorized: user=kpi_quiet_user' "$TEMP/postgres.log"
  refute grep -q "$KPI_DATABASE_PASSWORD" "$TEMP/postgres.log"
  [[ $("$PSQL" -XAtq "${POSTGRES_URL%/*}/kpi_quiet" \
    -c "SELECT count(*) FROM monitoring.pg_stat_statements WHERE query LIKE '%PASSWORD%of-the%'") == 0 ]]
}

@test "the service migrates, and the views show its statements" {
  need_rust
  build_binaries 3>&-
  make_database kpi_served kpi_served_user
  make_views kpi_served
  env DATABASE_URL="$DATABASE_URL?connection_limit=20&pool_timeout=20" NODE_ENV=production REDIS_REQUIRED=false \
    JWT_SECRET=0123456789abcdef0123456789abcdef "$(binary_folder)/kpi-backend" migrate deploy 3>&-
  "$PSQL" -XAtq "$DATABASE_URL" <<'SQL'
CREATE TABLE pages (id int PRIMARY KEY, book int, author int NOT NULL);
CREATE TABLE authors (id int PRIMARY KEY);
INSERT INTO authors SELECT generate_series(0, 49);
INSERT INTO pages SELECT number, (number * 7919) % 20011, number % 50 FROM generate_series(1, 20000) AS number;
ALTER TABLE pages ADD FOREIGN KEY (author) REFERENCES authors;
ANALYZE pages, authors;
SELECT pg_sleep(0.2);
SELECT count(*) FROM pages WHERE book = 5;
SQL
  as_user() { "$PSQL" -XAtq "$DATABASE_URL" -c "$1"; }
  # The application's tables have all required indexes.
  run as_user 'SELECT "table", columns, reason FROM monitoring.missing_indexes ORDER BY 2'
  echo "$output"
  [[ $output == $'pages|author|foreign key\npages|book|many values in no order' ]]
  as_user 'SELECT query FROM monitoring.slow_queries' | grep -qF 'SELECT pg_sleep('
  as_user 'SELECT query FROM monitoring.costly_queries' | grep -qF 'INSERT INTO pages'
  [[ $(as_user 'SELECT mean_ms >= 200 FROM monitoring.slow_queries LIMIT 1') == t ]]
  shows_scans() { [[ $(as_user 'SELECT "table" FROM monitoring.sequential_scans') == pages ]]; }
  wait_for 120 shows_scans
  as_user 'SELECT * FROM monitoring.unused_indexes' >"$BATS_TEST_TMPDIR/unused"
  [[ $("$PSQL" -XAtq "${POSTGRES_URL%/*}/kpi_served" \
    -c "SELECT count(*) FROM monitoring.connections WHERE \"user\" = 'nobody'") == 0 ]]
}

# make_tls: configures a certificate of a test authority, and requires TLS for the user tls.
make_tls() {
  local folder=$TEMP/postgres/tls hba
  mkdir -p "$folder"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj '/CN=Test authority' \
    -keyout "$folder/ca.key" -out "$TEMP/ca.pem" -addext keyUsage=critical,keyCertSign
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=database \
    -keyout "$folder/key.pem" -out "$folder/request.pem"
  openssl x509 -req -in "$folder/request.pem" -CA "$TEMP/ca.pem" -CAkey "$folder/ca.key" -CAcreateserial \
    -extfile <(echo subjectAltName=IP:127.0.0.1) -out "$folder/certificate.pem"
  chmod 600 "$folder/key.pem"
  if ((EUID == 0)); then chown -R "$(server_user)" "$folder"; fi
  hba=$(ask 'SHOW hba_file')
  sed -i '1i hostnossl all tls all reject' "$hba"
  ask "ALTER SYSTEM SET ssl_cert_file = '$folder/certificate.pem'"
  ask "ALTER SYSTEM SET ssl_key_file = '$folder/key.pem'"
  ask "ALTER SYSTEM SET ssl = on"
  ask 'SELECT pg_reload_conf()'
  wait_for 120 has_tls
}

has_tls() { [[ $("$PSQL" -XAtq "$POSTGRES_URL?sslmode=require" -c 'SHOW ssl' 2>/dev/null) == on ]]; }

@test "the service and the scripts use TLS to PostgreSQL, and verify its certificate" {
  local backend url
  have openssl || skip "openssl is not installed"
  need_rust
  build_binaries 3>&-
  backend=$(binary_folder)/kpi-backend
  make_database overtls tls
  make_tls
  export DATABASE_URL JWT_SECRET=0123456789abcdef0123456789abcdef NODE_ENV=production REDIS_REQUIRED=false LOG_DIR=''
  url=$DATABASE_URL
  DATABASE_URL="$url?connection_limit=3&sslmode=verify-full&sslrootcert=$TEMP/ca.pem"
  "$backend" migrate deploy
  "$backend" doctor | grep 'ok       database'
  [[ $(scripts/psql.sh -XAtc 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()') == t ]]
  BACKUP_DIR=$BATS_TEST_TMPDIR/backups scripts/backup-database.sh

  DATABASE_URL="$url?sslmode=disable" run "$backend" doctor
  [[ $status != 0 && $output == *'problem  database: '* ]]
  # Another authority with the same name.
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj '/CN=Test authority' \
    -keyout "$BATS_TEST_TMPDIR/other.key" -out "$BATS_TEST_TMPDIR/other.pem"
  DATABASE_URL="$url?sslmode=verify-full&sslrootcert=$BATS_TEST_TMPDIR/other.pem" run "$backend" doctor
  echo "$output"
  [[ $status != 0 && $output == *'problem  database: '*'certificate verify failed'* ]]
}
