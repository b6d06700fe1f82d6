#!/usr/bin/env bats
# scripts/deploy-staging.sh and scripts/deploy-production.sh against a live system behind nginx with
# TLS: passing, and failing rightly with the state as before.

# shellcheck disable=SC2030,SC2031,SC2154 # each test is a shell of its own; stderr is bats'
load helpers
load deployment

setup_file() {
  export TEMP DATABASE_URL POSTGRES_URL JWT_SECRET BINARIES
  export TLS_PORT PLAIN_PORT GATEWAY_PORT BACKEND_PORT FRONTEND_PORT METRICS_PORT HOOK_PORT STAGING_PORT
  cd "$REPOSITORY" || exit
  # Where nginx's workers and the servers' user can get in.
  TEMP=$(mktemp -d /tmp/kpi-deployment.XXXXXX)
  chmod 755 "$TEMP"
  load_libraries
  has_all || return 0
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
  has_all || skip "PostgreSQL, nginx, curl or openssl is not installed"
  export URL=https://localhost:$TLS_PORT
  export CURL_CA_BUNDLE=$TEMP/ca.pem DEPLOY_DIR=$BATS_TEST_TMPDIR/deploy BACKUP_DIR=$BATS_TEST_TMPDIR/backups
  export STAGING_URL=http://localhost:$STAGING_PORT PRODUCTION_URL=$URL REDIS_REQUIRED=false CORS_ORIGIN=https://app.example.com
  export KPI_BACKEND=$BINARIES/kpi-backend PLAIN_URL=http://127.0.0.1:$PLAIN_PORT CLOSED_PORTS=1
  export METRICS_URL=http://127.0.0.1:$METRICS_PORT/metrics SETTLE_SECONDS=120 MAX_MILLISECONDS=15000
  export WEBHOOK_URL=http://127.0.0.1:$HOOK_PORT/token-of-the-channel
  export TEST_COMMAND=true AUDIT_COMMAND=true DEPLOY_METHOD=none RELEASE_COMMAND='' RETURN_COMMAND=''
  # Of what is being changed here, nothing may be committed yet.
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

# deploys CODE WORDS COMMAND…: it ends with the code, its last sentence has the words, no secret is told.
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

@test "a system that is well passes staging's look, and leaves no account behind" {
  local before
  before=$(users)
  deploys 0 "" staging --verify-only "$STAGING_URL"
  (($(grep -c '^  ok  ' <<<"${output%%Verification*}") == 8))
  deploys 1 "it says it is in production, not in staging" staging --verify-only "$URL"
  [[ $(users) == "$before" ]]
}

@test "a system that is well passes production's look" {
  deploys 0 "" production --verify-only "$URL"
  (($(grep -c '^  ok  ' <<<"${output%%Verification*}") == 17))
  [[ $output == *"Verification of production: all is well"* ]]
  # The report is kept, and the webhook told.
  grep -q "all is well" "$DEPLOY_DIR"/production/report-*.txt
  grep -q '^/token-of-the-channel {"text":"KPI Productivity, verification of production: all is well","environment":"production","exitCode":0}$' "$TEMP/webhook.log"
}

@test "what cannot be reached is told in one sentence" {
  deploys 2 '"kpi.example.com" is no address of a system' staging --verify-only kpi.example.com
  deploys 2 "is no address of a system" staging --verify-only "ftp://kpi.example.com"
  deploys 1 "the name nowhere.invalid is not known" staging --verify-only https://nowhere.invalid
  deploys 1 "nobody listens at localhost:1" staging --verify-only https://localhost:1
  deploys 1 "what answers there is not KPI Productivity" staging --verify-only "http://127.0.0.1:$HOOK_PORT"
  deploys 1 "instead of 200" staging --verify-only "http://localhost:$PLAIN_PORT"
  run script scripts/deploy-staging.sh --verify-only
  [[ $status == 1 && $output == *"needs the system's URL"* ]]
  run script scripts/deploy-production.sh --now
  [[ $status == 1 && $output == *'no option "--now"'* ]]
}

@test "a certificate that has expired, is signed by itself or by strangers, or ends soon" {
  local url=$URL
  use_certificate expired
  deploys 1 "the certificate of localhost:$TLS_PORT has expired" production --verify-only "$url"
  use_certificate alone
  deploys 1 "the certificate of localhost:$TLS_PORT is signed by itself" production --verify-only "$url"
  use_certificate good
  CURL_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt deploys 1 "is not trusted" production --verify-only "$url"
  MIN_CERTIFICATE_DAYS=90 deploys 1 "certificate: the certificate ends in 59 days" production --verify-only "$url"
}

@test "each thing that production must not have is found" {
  local url=$URL
  CLOSED_PORTS="1 $BACKEND_PORT" deploys 1 "ports: port $BACKEND_PORT of localhost is open" production --verify-only "$url"
  CORS_ORIGIN=https://other.example.com deploys 1 "cors: https://other.example.com may not call the API" production --verify-only "$url"
  MAX_MILLISECONDS=0 deploys 1 "speed: 19 of 20 answers took up to" production --verify-only "$url"
  METRICS_URL='' deploys 1 "monitoring: METRICS_URL is not set" production --verify-only "$url"
  METRICS_URL=$PLAIN_URL deploys 1 "not with the gateway's metrics" production --verify-only "$url"
  REDIS_REQUIRED=true deploys 1 "redis: /health/redis answers 200: disabled, and REDIS_REQUIRED is true" production --verify-only "$url"
  PLAIN_URL=http://127.0.0.1:$GATEWAY_PORT deploys 1 "instead of leading to https" production --verify-only "$url"
  deploys 1 "tls: http://localhost:$GATEWAY_PORT has no TLS" production --verify-only "http://localhost:$GATEWAY_PORT"
}

@test "a secret that everybody knows is found out by a session that it signs" {
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
  BASE=http://localhost:$(told_port "$log")
  refute secrets_are_own
  stop "$SPAWNED" 10
  [[ $WHY == "JWT_SECRET is one that everybody knows"* ]]
  BASE=http://localhost:$BACKEND_PORT secrets_are_own
}

@test "settings that will not do are named at once, before anything is done" {
  deploys 2 "STAGING_URL is not set; JWT_SECRET is shorter than 32 characters; DATABASE_URL is no address of PostgreSQL" \
    env STAGING_URL= JWT_SECRET=short-and-quiet DATABASE_URL=sqlite:kpi.db scripts/deploy-staging.sh
  [[ $stderr != *short-and-quiet* ]]
  deploys 2 "PRODUCTION_URL has to begin with https://; JWT_SECRET is one from an example; the password in DATABASE_URL is one from an example; CORS_ORIGIN has \"*\"" \
    env PRODUCTION_URL=http://localhost JWT_SECRET=your-super-secret-key-at-least-32-characters \
    DATABASE_URL=postgresql://kpi:postgres@localhost/kpi CORS_ORIGIN='*' scripts/deploy-production.sh
  DEPLOY_METHOD=ftp deploys 2 'DEPLOY_METHOD is "ftp": set it to railway, docker or none' staging
  DEPLOY_DIR=/dev/null/deploy deploys 2 "cannot be written" staging
  [[ ! -e $TEMP/versions ]]
}

@test "production: checklist, backup, migration, release, checks, report; and back by hand with the data intact" {
  export RELEASE_COMMAND RETURN_COMMAND
  RELEASE_COMMAND=$(releases good) RETURN_COMMAND=$(releases good)
  USERS=$(users)
  deploys 0 "" production
  [[ $output == *"ok      source"*"ok      staging"*"ok      tests"*"ok      audit"*"backing the database up"*"Backed up to $BACKUP_DIR/"*"bringing the database up to date"*"RELEASE_COMMAND"*"ok      smoke"*"ok      monitoring"*"Deployment of production: all is well"* ]]
  (($(find "$BACKUP_DIR" -name '*.dump' | wc -l) == 1))
  [[ $(<"$TEMP/versions") == good ]]
  deploys 0 "" production rollback
  [[ $output == *"Rollback of production: all is well"* && $(<"$TEMP/versions") == $'good\ngood' ]]
  is_as_before
  deploys 1 "There is no deployment to take back" production rollback
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

@test "a migration that fails half-way leaves the database and the version that runs as they were" {
  local before database=$DATABASE_URL
  export RELEASE_COMMAND
  RELEASE_COMMAND=$(releases good) USERS=$(users)
  create_database halfway
  export DATABASE_URL
  migrate deploy
  until ! tables "$DATABASE_URL" | grep -q '^mail_outbox'; do migrate revert; done
  # Something of that name is in the way of one of the migration's later statements.
  "$(postgres_programs)/psql" -Xq "$DATABASE_URL" -c 'CREATE SEQUENCE mail_outbox_finished_at_idx'
  before=$(tables "$DATABASE_URL")
  deploys 1 "bringing the database up to date failed: each migration is a transaction" staging
  [[ $(tables "$DATABASE_URL") == "$before" && ! -e $TEMP/versions ]]
  DATABASE_URL=$database
  is_as_before
}

@test "a version that does not become well is taken back" {
  export RELEASE_COMMAND RETURN_COMMAND SETTLE_SECONDS=15
  RELEASE_COMMAND=$(releases sick) RETURN_COMMAND=$(releases good) USERS=$(users)
  deploys 3 "The new version did not become well: it is not well: database" production
  [[ $output == *"the version before is well"*"failed, and the version before is back"* ]]
  [[ $(<"$TEMP/versions") == $'sick\ngood' ]]
  grep -q '"exitCode":3}$' "$TEMP/webhook.log"
  is_as_before
}

@test "a version that is well but not as it should be is taken back" {
  export RELEASE_COMMAND RETURN_COMMAND
  RELEASE_COMMAND=$(releases good) RETURN_COMMAND=$(releases good) USERS=$(users)
  CLOSED_PORTS=$BACKEND_PORT deploys 3 "ports: port $BACKEND_PORT of localhost is open" production
  [[ $(<"$TEMP/versions") == $'good\ngood' ]]
  is_as_before
}

@test "a version that loses the Redis it requires is taken back; without any, it is told" {
  has_redis || skip "Redis is not installed"
  local url=$URL
  export RELEASE_COMMAND RETURN_COMMAND REDIS_URL REDIS_REQUIRED=true
  RETURN_COMMAND=$(releases shared) USERS=$(users)
  start_redis 3>&-
  RELEASE_COMMAND=$(releases shared) deploys 0 "" production
  [[ $output == *"ok      redis          ok"* ]]
  RELEASE_COMMAND=$(releases bereft) SETTLE_SECONDS=15 deploys 3 "The new version did not become well: it is not well: redis" production
  [[ $output == *"the version before is well"* && $(<"$TEMP/versions") == $'shared\nbereft\nshared' ]]
  is_as_before
  deploys 0 "" production --verify-only "$url"

  stop "$(<"$TEMP/pids/redis")" 10
  wait_for 120 health_is 503
  deploys 1 "health: /api/health answers 503: redis" production --verify-only "$url"
  RELEASE_COMMAND=$(releases shared) SETTLE_SECONDS=3 deploys 4 "The new version did not become well" production
  [[ $output == *"act by hand"* ]]
  run_redis "$(port_of redis)" 3>&-
  eval "$(releases shared)"
  wait_for 120 health_is 200
  is_as_before
  deploys 0 "" production --verify-only "$url"
  eval "$(releases good)"
  wait_for 120 health_is 200
}

health_is() { [[ $(http_status "$GATEWAY_PORT" /api/health) == "$1" ]]; }

@test "when going back fails too, it says to act by hand" {
  export RELEASE_COMMAND RETURN_COMMAND SETTLE_SECONDS=2
  RELEASE_COMMAND=$(releases sick) RETURN_COMMAND=$(releases sick)
  deploys 4 "did not become well" production
  [[ $output == *"act by hand"* ]]
  eval "$(releases good)"
  wait_for 120 gateway_is_well
}

@test "one deployment at a time, and one that is interrupted is taken back" {
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
  grep -q "interrupted, and the version before is back" "$BATS_TEST_TMPDIR/said"
  [[ $(<"$TEMP/versions") == $'good\ngood' ]]
  is_as_before
}

@test "--dry-run tells everything and does nothing" {
  export RELEASE_COMMAND RETURN_COMMAND
  RELEASE_COMMAND=$(releases good) RETURN_COMMAND=$(releases good)
  run --separate-stderr script production --dry-run
  echo "$output" "$stderr"
  [[ $status == 0 && $output == *"would run: scripts/backup-database.sh"*"kpi-backend migrate deploy"*"Rehearsal of production"* ]]
  [[ $output != *"$JWT_SECRET"* ]]
  [[ ! -e $TEMP/versions && ! -e $BACKUP_DIR && ! -s $TEMP/webhook.log ]]
}

# with_platforms: docker and railway only write down what they are asked for.
with_platforms() {
  export CALLS=$BATS_TEST_TMPDIR/calls HOOK=true RETURN_HOOK=true
  PATH=$REPOSITORY/scripts/tests/stand-ins:$PATH
  : >"$CALLS"
}

@test "by docker: images of this version, migrated once, started; and the ones before when it is not well" {
  with_platforms
  export DEPLOY_METHOD=docker SETTLE_SECONDS=15 HOOK
  deploys 0 "" production
  [[ $(grep -v inspect "$CALLS") == $'docker info\ndocker compose version\ndocker compose ps -q gateway\nNEW docker compose build\nNEW docker compose run --rm migrate\nNEW docker compose up -d --no-build --remove-orphans' ]]
  [[ $(<"$DEPLOY_DIR/production/before") == 7 ]]
  : >"$CALLS"
  deploys 0 "" production rollback
  grep -qx '7 docker compose up -d --no-build --remove-orphans' "$CALLS"

  USERS=$(users)
  HOOK=$(releases sick) RETURN_HOOK=$(releases good) deploys 3 "The new version did not become well: it is not well: database" production
  [[ $(tail -n 1 "$CALLS") == '7 docker compose up -d --no-build --remove-orphans' ]]
  is_as_before
  HOOK='exit 1' deploys 3 "starting 2" production
  [[ $(tail -n 1 "$CALLS") == '7 docker compose up -d --no-build --remove-orphans' ]]
  unset DATABASE_URL
  : >"$CALLS"
  deploys 0 "" production
  grep -qx 'NEW docker compose run --rm -T backup' "$CALLS"
}

@test "by Railway: each service, and the deployments before when it is not well" {
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
