#!/usr/bin/env bats
# scripts/deploy-staging.sh and scripts/deploy-production.sh against a running system behind nginx with
# TLS: success, and failures that leave the state unchanged.

# shellcheck disable=SC2030,SC2031,SC2154 # each test is a shell of its own; stderr is bats'
load helpers
load deployment

setup_file() {
  export TEMP DATABASE_URL POSTGRES_URL JWT_SECRET BINARIES
  export TLS_PORT PLAIN_PORT GATEWAY_PORT BACKEND_PORT FRONTEND_PORT METRICS_PORT HOOK_PORT STAGING_PORT
  cd "$REPOSITORY" || exit
  # A folder that nginx's workers and the servers' user can enter.
  TEMP=$(mktemp -d /tmp/kpi-deployment.XXXXXX)
  chmod 755 "$TEMP"
  load_libraries
  has_programs || return 0
  need_rust
  build_binaries 3>&-
  BINARIES=$(binary_folder) JWT_SECRET=$(random_secret)
  TLS_PORT=$(free_port) PLAIN_PORT=$(free_port) GATEWAY_PORT=$(free_port) BACKEND_PORT=$(free_port)
  FRONTEND_PORT=$(free_port) METRICS_PORT=$(free_port) HOOK_PORT=$(free_port) STAGING_PORT=$(free_port)
  start_postgres 3>&-
  create_database kpi
  migrate deploy
  make_certificates >/dev/null 2>&1
  use_certificate good
  make_nginx
  start_system
}

teardown_file() {
  load_libraries
  stop_servers
  rm -rf "$TEMP"
}

setup() {
  cd "$REPOSITORY" || exit
  load_libraries
  has_programs || skip "PostgreSQL, nginx, curl or openssl is not installed"
  export URL=https://localhost:$TLS_PORT
  export CURL_CA_BUNDLE=$TEMP/ca.pem DEPLOY_DIR=$BATS_TEST_TMPDIR/deploy BACKUP_DIR=$BATS_TEST_TMPDIR/backups
  export STAGING_URL=http://localhost:$STAGING_PORT PRODUCTION_URL=$URL REDIS_REQUIRED=false CORS_ORIGIN=https://app.example.com
  export KPI_BACKEND=$BINARIES/kpi-backend PLAIN_URL=http://127.0.0.1:$PLAIN_PORT CLOSED_PORTS=1
  export METRICS_URL=http://127.0.0.1:$METRICS_PORT/metrics SETTLE_SECONDS=120 MAX_MILLISECONDS=15000
  export WEBHOOK_URL=http://127.0.0.1:$HOOK_PORT/token-of-the-channel
  export TEST_COMMAND=true AUDIT_COMMAND=true DEPLOY_METHOD=none RELEASE_COMMAND='' RETURN_COMMAND=''
  # The working copy may have uncommitted changes.
  # shellcheck disable=SC2317 # the scripts call it
  git() { if [[ $1 == status ]]; then return 0; fi; command git "$@"; }
  export -f git
  : >"$TEMP/webhook.log"
  rm -f "$TEMP/versions"
  use_certificate good
}

migrate() { NODE_ENV=development BCRYPT_ROUNDS=4 LOG_DIR='' "$BINARIES/kpi-backend" migrate "$@" >/dev/null 3>&-; }
tables() { "$(postgres_programs)/psql" -XAtq "$1" -c "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"; }
users() { "$(postgres_programs)/psql" -XAtq "$DATABASE_URL" -c 'SELECT count(*) FROM users'; }

# deploys CODE TEXT COMMAND…: it exits with CODE, its last error contains TEXT, and it prints no secret.
deploys() {
  local code=$1 words=$2
  shift 2
  run --separate-stderr script "$@"
  echo "$output" "$stderr"
  ((status == code))
  [[ -z $words || $(grep -E '^deploy-[a-z]+\.sh: ' <<<"$stderr" | tail -n 1) == *"$words"* ]]
  [[ $output$stderr != *"$JWT_SECRET"* && $output$stderr != *token-of-the-channel* ]]
  [[ $output$stderr != *"$(sed -E 's,.*:([^@]*)@.*,\1,' <<<"$POSTGRES_URL")"* ]]
}

staging() { scripts/deploy-staging.sh "$@"; }
production() { scripts/deploy-production.sh "$@"; }

is_as_before() {
  [[ $(http_status "$GATEWAY_PORT" /api/health) == 200 && $(users) == "$USERS" ]]
}

@test "a healthy system passes the staging checks, and no account remains" {
  local before
  before=$(users)
  deploys 0 "" staging --verify-only "$STAGING_URL"
  (($(grep -c '^  ok  ' <<<"${output%%Verification*}") == 8))
  deploys 1 "its environment is production, not staging" staging --verify-only "$URL"
  [[ $(users) == "$before" ]]
}

@test "a healthy system passes the production checks" {
  deploys 0 "" production --verify-only "$URL"
  (($(grep -c '^  ok  ' <<<"${output%%Verification*}") == 17))
  [[ $output == *"Verification of production: succeeded"* ]]
  # The report is stored and posted to the webhook.
  grep -q "succeeded" "$DEPLOY_DIR"/production/report-*.txt
  grep -q '^/token-of-the-channel {"text":"KPI Productivity, verification of production: succeeded","environment":"production","exitCode":0}$' "$TEMP/webhook.log"
}

@test "an unreachable system is reported in one line" {
  deploys 2 '"kpi.example.com" is not a valid system URL' staging --verify-only kpi.example.com
  deploys 2 "is not a valid system URL" staging --verify-only "ftp://kpi.example.com"
  deploys 1 "the host name nowhere.invalid cannot be resolved" staging --verify-only https://nowhere.invalid
  deploys 1 "cannot connect to localhost:1" staging --verify-only https://localhost:1
  deploys 1 "the server there is not KPI Productivity" staging --verify-only "http://127.0.0.1:$HOOK_PORT"
  deploys 1 "instead of 200" staging --verify-only "http://localhost:$PLAIN_PORT"
  run script scripts/deploy-staging.sh --verify-only
  [[ $status == 1 && $output == *"needs the system's URL"* ]]
  run script scripts/deploy-production.sh --now
  [[ $status == 1 && $output == *'unknown option "--now"'* ]]
}

@test "a certificate that has expired, is self-signed or untrusted, or expires soon" {
  local url=$URL
  use_certificate expired
  deploys 1 "the certificate of localhost:$TLS_PORT has expired" production --verify-only "$url"
  use_certificate alone
  deploys 1 "the certificate of localhost:$TLS_PORT is self-signed" production --verify-only "$url"
  use_certificate good
  CURL_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt deploys 1 "is not trusted" production --verify-only "$url"
  MIN_CERTIFICATE_DAYS=90 deploys 1 "certificate: the certificate expires in 59 days" production --verify-only "$url"
}

@test "each violation of the production checks is found" {
  local url=$URL
  CLOSED_PORTS="1 $BACKEND_PORT" deploys 1 "ports: port $BACKEND_PORT of localhost is open" production --verify-only "$url"
  CORS_ORIGIN=https://other.example.com deploys 1 "cors: https://other.example.com is not allowed by CORS" production --verify-only "$url"
  MAX_MILLISECONDS=0 deploys 1 "speed: 19 of 20 responses took up to" production --verify-only "$url"
  METRICS_URL='' deploys 1 "monitoring: METRICS_URL is not set" production --verify-only "$url"
  METRICS_URL=$PLAIN_URL deploys 1 "not with the gateway's metrics" production --verify-only "$url"
  REDIS_REQUIRED=true deploys 1 "redis: /health/redis responds with 200: disabled, and REDIS_REQUIRED is true" production --verify-only "$url"
  PLAIN_URL=http://127.0.0.1:$GATEWAY_PORT deploys 1 "instead of a redirect to https" production --verify-only "$url"
  deploys 1 "tls: http://localhost:$GATEWAY_PORT has no TLS" production --verify-only "http://localhost:$GATEWAY_PORT"
}

@test "a publicly known secret is detected by a session that it signs" {
  local log=$BATS_TEST_TMPDIR/log
  # shellcheck source=scripts/lib/http.sh
  . scripts/lib/http.sh
  # shellcheck source=scripts/lib/checks.sh
  . scripts/lib/checks.sh
  # shellcheck source=scripts/lib/hardening.sh
  . scripts/lib/hardening.sh
  spawn env -i NODE_ENV=development JWT_SECRET=development-secret-key-change-in-production LOG_DIR= BCRYPT_ROUNDS=4 \
    REDIS_REQUIRED=false HOST=localhost PORT=0 DATABASE_URL="$DATABASE_URL" "$BINARIES/kpi-backend" serve >"$log" 2>&1 3>&-
  listens "$log" "$SPAWNED"
  BASE=http://localhost:$(logged_port "$log")
  refute secrets_are_own
  stop "$SPAWNED" 10
  [[ $WHY == "JWT_SECRET is publicly known"* ]]
  BASE=http://localhost:$BACKEND_PORT secrets_are_own
}

@test "invalid settings are reported together, before anything is done" {
  deploys 2 "STAGING_URL is not set; JWT_SECRET is shorter than 32 characters; DATABASE_URL is not a PostgreSQL URL" \
    env STAGING_URL= JWT_SECRET=short-and-quiet DATABASE_URL=sqlite:kpi.db scripts/deploy-staging.sh
  [[ $stderr != *short-and-quiet* ]]
  deploys 2 "PRODUCTION_URL must begin with https://; JWT_SECRET is one from an example; the password in DATABASE_URL is one from an example; CORS_ORIGIN has \"*\"" \
    env PRODUCTION_URL=http://localhost JWT_SECRET=your-super-secret-key-at-least-32-characters \
    DATABASE_URL=postgresql://kpi:postgres@localhost/kpi CORS_ORIGIN='*' scripts/deploy-production.sh
  DEPLOY_METHOD=ftp deploys 2 'DEPLOY_METHOD is "ftp": set it to railway, docker or none' staging
  DEPLOY_DIR=/dev/null/deploy deploys 2 "cannot be written" staging
  [[ ! -e $TEMP/versions ]]
}

@test "production: checklist, backup, migration, release, checks, report; and a manual rollback with the data intact" {
  export RELEASE_COMMAND RETURN_COMMAND
  RELEASE_COMMAND=$(releases good) RETURN_COMMAND=$(releases good)
  USERS=$(users)
  deploys 0 "" production
  [[ $output == *"ok      source"*"ok      staging"*"ok      tests"*"ok      audit"*"backing up the database"*"Backed up to $BACKUP_DIR/"*"migrating the database"*"RELEASE_COMMAND"*"ok      smoke"*"ok      monitoring"*"Deployment of production: succeeded"* ]]
  (($(find "$BACKUP_DIR" -name '*.dump' | wc -l) == 1))
  [[ $(<"$TEMP/versions") == good ]]
  deploys 0 "" production rollback
  [[ $output == *"Rollback of production: succeeded"* && $(<"$TEMP/versions") == $'good\ngood' ]]
  is_as_before
  deploys 1 "There is no deployment to roll back" production rollback
}

@test "the checklist stops a deployment before it begins" {
  export RELEASE_COMMAND
  RELEASE_COMMAND=$(releases good)
  TEST_COMMAND='echo one test failed; exit 1' deploys 1 "The checklist is not met: tests" production
  [[ $stderr == *"one test failed"* ]]
  AUDIT_COMMAND=false deploys 1 "The checklist is not met: audit" production
  STAGING_URL='' deploys 1 "The checklist is not met: staging: STAGING_URL is not set" production
  [[ ! -e $TEMP/versions && ! -e $BACKUP_DIR ]]
}

@test "without a backup nothing is migrated or released" {
  export RELEASE_COMMAND
  RELEASE_COMMAND=$(releases good)
  BACKUP_DIR=/dev/null/backups deploys 1 "There is no backup, so nothing was changed" production
  [[ ! -e $TEMP/versions ]]
}

@test "a failed migration leaves the database and the running version unchanged" {
  local before database=$DATABASE_URL
  export RELEASE_COMMAND
  RELEASE_COMMAND=$(releases good) USERS=$(users)
  create_database halfway
  export DATABASE_URL
  migrate deploy
  until ! tables "$DATABASE_URL" | grep -q '^mail_outbox'; do migrate revert; done
  # A conflicting name makes a later statement of the migration fail.
  "$(postgres_programs)/psql" -Xq "$DATABASE_URL" -c 'CREATE SEQUENCE mail_outbox_finished_at_idx'
  before=$(tables "$DATABASE_URL")
  deploys 1 "migrating the database failed: each migration is a transaction" staging
  [[ $(tables "$DATABASE_URL") == "$before" && ! -e $TEMP/versions ]]
  DATABASE_URL=$database
  is_as_before
}

@test "a version that does not become healthy is rolled back" {
  export RELEASE_COMMAND RETURN_COMMAND SETTLE_SECONDS=15
  RELEASE_COMMAND=$(releases sick) RETURN_COMMAND=$(releases good) USERS=$(users)
  deploys 3 "The new version did not become healthy: it is unhealthy: database" production
  [[ $output == *"the previous version is healthy"*"failed, rolled back to the previous version"* ]]
  [[ $(<"$TEMP/versions") == $'sick\ngood' ]]
  grep -q '"exitCode":3}$' "$TEMP/webhook.log"
  is_as_before
}

@test "a healthy version that fails its checks is rolled back" {
  export RELEASE_COMMAND RETURN_COMMAND
  RELEASE_COMMAND=$(releases good) RETURN_COMMAND=$(releases good) USERS=$(users)
  CLOSED_PORTS=$BACKEND_PORT deploys 3 "ports: port $BACKEND_PORT of localhost is open" production
  [[ $(<"$TEMP/versions") == $'good\ngood' ]]
  is_as_before
}

@test "a version that loses its required Redis is rolled back; without any Redis it is reported" {
  has_redis || skip "Redis is not installed"
  local url=$URL
  export RELEASE_COMMAND RETURN_COMMAND REDIS_URL REDIS_REQUIRED=true
  RETURN_COMMAND=$(releases shared) USERS=$(users)
  start_redis 3>&-
  RELEASE_COMMAND=$(releases shared) deploys 0 "" production
  [[ $output == *"ok      redis          ok"* ]]
  RELEASE_COMMAND=$(releases loses-redis) SETTLE_SECONDS=15 deploys 3 "The new version did not become healthy: it is unhealthy: redis" production
  [[ $output == *"the previous version is healthy"* && $(<"$TEMP/versions") == $'shared\nloses-redis\nshared' ]]
  is_as_before
  deploys 0 "" production --verify-only "$url"

  stop "$(<"$TEMP/pids/redis")" 10
  wait_for 120 health_is 503
  deploys 1 "health: /api/health responds with 503: redis" production --verify-only "$url"
  RELEASE_COMMAND=$(releases shared) SETTLE_SECONDS=3 deploys 4 "The new version did not become healthy" production
  [[ $output == *"fix it manually"* ]]
  run_redis "$(port_of redis)" 3>&-
  eval "$(releases shared)"
  wait_for 120 health_is 200
  is_as_before
  deploys 0 "" production --verify-only "$url"
  eval "$(releases good)"
  wait_for 120 health_is 200
}

health_is() { [[ $(http_status "$GATEWAY_PORT" /api/health) == "$1" ]]; }

@test "a failed rollback asks for manual action" {
  export RELEASE_COMMAND RETURN_COMMAND SETTLE_SECONDS=2
  RELEASE_COMMAND=$(releases sick) RETURN_COMMAND=$(releases sick)
  deploys 4 "did not become healthy" production
  [[ $output == *"fix it manually"* ]]
  eval "$(releases good)"
  wait_for 120 gateway_is_healthy
}

@test "one deployment at a time, and an interrupted one is rolled back" {
  export RELEASE_COMMAND RETURN_COMMAND
  mkfifo "$BATS_TEST_TMPDIR/wait"
  RELEASE_COMMAND="$(releases good); read -r _ <$BATS_TEST_TMPDIR/wait" RETURN_COMMAND=$(releases good) USERS=$(users)
  scripts/deploy-production.sh >"$BATS_TEST_TMPDIR/said" 2>&1 3>&- &
  local first=$! code=0
  wait_for 120 test -s "$TEMP/versions"
  deploys 5 "Another deployment to production is running" production
  kill -TERM "$first"
  wait "$first" || code=$?
  cat "$BATS_TEST_TMPDIR/said"
  ((code == 143))
  grep -q "interrupted, rolled back to the previous version" "$BATS_TEST_TMPDIR/said"
  [[ $(<"$TEMP/versions") == $'good\ngood' ]]
  is_as_before
}

@test "--dry-run prints everything and does nothing" {
  export RELEASE_COMMAND RETURN_COMMAND
  RELEASE_COMMAND=$(releases good) RETURN_COMMAND=$(releases good)
  run --separate-stderr script production --dry-run
  echo "$output" "$stderr"
  [[ $status == 0 && $output == *"would run: scripts/backup-database.sh"*"kpi-backend migrate deploy"*"Dry run of production"* ]]
  [[ $output != *"$JWT_SECRET"* ]]
  [[ ! -e $TEMP/versions && ! -e $BACKUP_DIR && ! -s $TEMP/webhook.log ]]
}

# with_platforms: fakes of docker and railway that record their calls.
with_platforms() {
  export CALLS=$BATS_TEST_TMPDIR/calls HOOK=true RETURN_HOOK=true
  PATH=$REPOSITORY/scripts/tests/fakes:$PATH
  : >"$CALLS"
}

@test "with docker: images of this version, migrated once, started; and rolled back if unhealthy" {
  with_platforms
  export DEPLOY_METHOD=docker SETTLE_SECONDS=15 HOOK
  deploys 0 "" production
  [[ $(grep -v inspect "$CALLS") == $'docker info\ndocker compose version\ndocker compose ps -q gateway\nNEW docker compose build\nNEW docker compose run --rm migrate\nNEW docker compose up -d --no-build --remove-orphans' ]]
  [[ $(<"$DEPLOY_DIR/production/before") == 7 ]]
  : >"$CALLS"
  deploys 0 "" production rollback
  grep -qx '7 docker compose up -d --no-build --remove-orphans' "$CALLS"

  USERS=$(users)
  HOOK=$(releases sick) RETURN_HOOK=$(releases good) deploys 3 "The new version did not become healthy: it is unhealthy: database" production
  [[ $(tail -n 1 "$CALLS") == '7 docker compose up -d --no-build --remove-orphans' ]]
  is_as_before
  HOOK='exit 1' deploys 3 "starting 2" production
  [[ $(tail -n 1 "$CALLS") == '7 docker compose up -d --no-build --remove-orphans' ]]
  unset DATABASE_URL
  : >"$CALLS"
  deploys 0 "" production
  grep -qx 'NEW docker compose run --rm -T backup' "$CALLS"
}

@test "with Railway: each service, and rolled back if unhealthy" {
  with_platforms
  export DEPLOY_METHOD=railway RAILWAY_TOKEN=token-of-the-project
  deploys 0 "" production
  [[ $(grep -c '^railway up --ci --service kpi-' "$CALLS") == 3 ]]
  [[ $(<"$DEPLOY_DIR/production/before") == "backend=running frontend=running gateway=running" ]]
  : >"$CALLS"
  HOOK='exit 1' deploys 3 "deploying the gateway to Railway failed" production
  (($(grep -c 'deploymentRollback.*{"id":"running"}$' "$CALLS") == 3))
  RAILWAY_TOKEN='' deploys 2 "RAILWAY_TOKEN is not set" production
}
