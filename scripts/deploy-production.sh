#!/usr/bin/env bash
# Deploys to production, verifies, and rolls back on failure; see --help.

set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh
# shellcheck source=scripts/lib/deploy.sh
. scripts/lib/deploy.sh
# shellcheck source=scripts/lib/hardening.sh
. scripts/lib/hardening.sh

usage() {
  cat <<'TEXT'
Usage: scripts/deploy-production.sh [--dry-run]
       scripts/deploy-production.sh rollback [--dry-run]
       scripts/deploy-production.sh --verify-only URL

Runs the checklist (nothing uncommitted, staging healthy, tests, audit), builds, backs up the
database, migrates it, releases the new version and verifies it: all checks of
scripts/deploy-staging.sh, and TLS, the certificate's expiry, the redirect from http to https,
security headers, closed ports, publicly known secrets, CORS, response times, and metrics. If a
check fails, it rolls back to the previous version. The database is not rolled back: migrations
are compatible with the previous version. It prints a report at the end.

  rollback           roll back to the version before the last deployment
  --verify-only URL  only check the running system at URL
  --dry-run          only print what would be done
  -h, --help         show this

Settings, from the environment or .env, in addition to those of scripts/deploy-staging.sh:
  PRODUCTION_URL                https://…, the address of production
  STAGING_URL                   the address of staging
  TEST_COMMAND   scripts/test.sh   the checklist's tests; "true" if they have just run
  AUDIT_COMMAND  scripts/audit.sh  the checklist's audit for known vulnerabilities
  BACKUP_DIR, BACKUP_KEEP_DAYS  as in scripts/backup-database.sh
  REDIS_REQUIRED        true
  MIN_CERTIFICATE_DAYS  14      days that the certificate must remain valid
  MAX_MILLISECONDS      1000    19 of 20 responses must arrive within this time
  CLOSED_PORTS   3000 3001 5432 6379   ports that must be closed on the system's host
  METRICS_URL                   the address of the gateway's metrics
  PLAIN_URL      http://HOST    must redirect to https

Exit codes: 0 succeeded; 1 failed, nothing was changed; 2 invalid settings, nothing was changed;
3 failed, rolled back to the previous version; 4 failed, and so did the rollback: fix it manually;
5 another deployment is running; 129, 130, 143 interrupted, and rolled back.
TEXT
}

nothing_is_uncommitted() {
  local changed
  changed=$(git status --porcelain 2>/dev/null) || { WHY="this is not a git clone" && return 1; }
  DETAIL=$(git rev-parse --short HEAD)
  [[ -z $changed ]] || { WHY="there are changes that are not committed" && return 1; }
}

# Redis is optional in staging.
staging_is_healthy() {
  [[ -n $(setting STAGING_URL '') ]] || { WHY="STAGING_URL is not set" && return 1; }
  step "checking staging" env DEPLOY_DIR="$TEMP" REDIS_REQUIRED=false scripts/deploy-staging.sh --verify-only "$(setting STAGING_URL '')" ||
    { WHY="staging fails its checks" && return 1; }
}

tests_pass() { step "testing" bash -c "$(setting TEST_COMMAND scripts/test.sh)"; }
has_no_known_vulnerabilities() { step "checking for known vulnerabilities" bash -c "$(setting AUDIT_COMMAND scripts/audit.sh)"; }

checklist() {
  say "Checklist:"
  check source nothing_is_uncommitted
  check staging staging_is_healthy
  check tests tests_pass
  check audit has_no_known_vulnerabilities
  all_passed || exit_with 1 "The checklist is not met: ${FAILED_CHECKS[0]}."
}

# The database of Compose is only reachable inside its network.
back_up() {
  local -a command=(scripts/backup-database.sh)
  if [[ $METHOD == docker && -z $(secret_setting DATABASE_URL) ]]; then
    command=(env "KPI_VERSION=$VERSION" "${COMPOSE[@]}" run --rm -T backup)
  fi
  step "backing up the database" "${command[@]}" ||
    exit_with 1 "There is no backup, so nothing was changed: $(tail -n 1 "$TEMP/step")"
  [[ -n $DRY_RUN ]] || tail -n 1 "$TEMP/step" | mask_secrets | sed 's/^/    /'
}

# Rolls back to the version that the last deployment replaced.
roll_back_manually() {
  [[ -s $STATE/before ]] || exit_with 1 "There is no deployment to roll back: $STATE/before does not exist."
  PREVIOUS=$(<"$STATE/before") VERSION=''
  say "Rolling back:"
  "return_$METHOD" || exit_with 4 "$WHY."
  [[ -z $DRY_RUN ]] || return 0
  wait_until_healthy "$(setting SETTLE_SECONDS 180)" || exit_with 4 "The previous version is unhealthy too: $WHY."
  verify production "$REQUIRED"
  all_passed || exit_with 4 "The previous version fails its checks: ${FAILED_CHECKS[0]}."
  record_versions "$PREVIOUS" ''
}

if [[ ${1:-} == rollback ]]; then
  TITLE=Rollback
  shift
fi
read_arguments "$@"
begin_deployment production
REQUIRED=$(setting REDIS_REQUIRED true)
ALLOWED_ORIGIN=$(setting CORS_ORIGIN '') ALLOWED_ORIGIN=${ALLOWED_ORIGIN%%,*} PLAIN_URL=$(setting PLAIN_URL '')
CLOSED_PORTS=$(setting CLOSED_PORTS '')
if [[ $TITLE == Verification ]]; then verify_only "$REQUIRED" check_hardening; fi

check_settings production PRODUCTION_URL
use_base "$(setting PRODUCTION_URL '')"
use_method
REPORTS=yes
if [[ $TITLE == Rollback ]]; then
  roll_back_manually
  exit 0
fi
checklist
BEFORE_MIGRATION=(back_up)
say "Deploying $VERSION to production:"
deploy production "$REQUIRED" check_hardening
