#!/usr/bin/env bash
# Brings a version out to production, tries it, and goes back when it is not well; see --help.

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

Goes through the checklist (nothing uncommitted, staging well, tests, audit), builds, backs the
database up, migrates it, brings the new version out and tries it: all that staging's script
does, and TLS, the certificate and its days, the way from http to https, security headers, ports
that have to be closed, secrets that everybody knows, origins that may and may not call the API,
speed, and metrics. When something is not as it should be, the version before comes back; the
database stays, as migrations keep the version before them working. A report ends it.

  rollback           bring the version before the last deployment back
  --verify-only URL  only try what runs at URL
  --dry-run          only tell what would be done
  -h, --help         show this

Settings, from the environment or .env, besides those of scripts/deploy-staging.sh:
  PRODUCTION_URL                https://…, where it runs
  STAGING_URL                   where this version was tried
  TEST_COMMAND   scripts/test.sh   the checklist's tests; "true" where they have just run
  AUDIT_COMMAND  scripts/audit.sh  its look for known faults
  BACKUP_DIR, BACKUP_KEEP_DAYS  as scripts/backup-database.sh has them
  REDIS_REQUIRED        true
  MIN_CERTIFICATE_DAYS  14      days that the certificate has to last
  MAX_MILLISECONDS      1000    19 of 20 answers have to come within
  CLOSED_PORTS   3000 3001 5432 6379   ports that must not be open on the system's host
  METRICS_URL                   where the gateway's metrics can be read from here
  PLAIN_URL      http://HOST    where plain HTTP has to lead to https

Exit codes: 0 all is well; 1 failed, nothing was changed; 2 wrong settings, nothing was changed;
3 failed, and the version before is back; 4 failed, and going back failed too: act by hand;
5 another deployment is running; 129, 130, 143 interrupted, and what had begun was taken back.
TEXT
}

nothing_is_uncommitted() {
  local changed
  changed=$(git status --porcelain 2>/dev/null) || { WHY="this is no git clone" && return 1; }
  DETAIL=$(git rev-parse --short HEAD)
  [[ -z $changed ]] || { WHY="there are changes that are not committed" && return 1; }
}

# Staging may be without Redis, whatever production requires.
staging_is_well() {
  [[ -n $(setting STAGING_URL '') ]] || { WHY="STAGING_URL is not set" && return 1; }
  step "trying staging" env DEPLOY_DIR="$TEMP" REDIS_REQUIRED=false scripts/deploy-staging.sh --verify-only "$(setting STAGING_URL '')" ||
    { WHY="staging is not as it should be" && return 1; }
}

tests_pass() { step "testing" bash -c "$(setting TEST_COMMAND scripts/test.sh)"; }
nothing_is_known() { step "asking for known faults" bash -c "$(setting AUDIT_COMMAND scripts/audit.sh)"; }

checklist() {
  say "Checklist:"
  check source nothing_is_uncommitted
  check staging staging_is_well
  check tests tests_pass
  check audit nothing_is_known
  all_passed || stop_here 1 "The checklist is not met: ${FAILED_CHECKS[0]}."
}

# Where the database is Compose's own, nobody else reaches it.
back_up() {
  local -a command=(scripts/backup-database.sh)
  if [[ $METHOD == docker && -z $(secret_setting DATABASE_URL) ]]; then
    command=(env "KPI_VERSION=$VERSION" "${COMPOSE[@]}" run --rm -T backup)
  fi
  step "backing the database up" "${command[@]}" ||
    stop_here 1 "There is no backup, so nothing was changed: $(tail -n 1 "$TEMP/step")"
  [[ -n $DRY_RUN ]] || tail -n 1 "$TEMP/step" | masked | sed 's/^/    /'
}

# By hand: to what the last deployment has replaced.
return_by_hand() {
  [[ -s $STATE/before ]] || stop_here 1 "There is no deployment to take back: $STATE/before is not there."
  PREVIOUS=$(<"$STATE/before") VERSION=''
  say "Going back by hand:"
  "return_$METHOD" || stop_here 4 "$WHY."
  [[ -z $DRY_RUN ]] || return 0
  settles "$(setting SETTLE_SECONDS 180)" || stop_here 4 "The version before is not well either: $WHY."
  verify production "$REQUIRED"
  all_passed || stop_here 4 "The version before is not as it should be: ${FAILED_CHECKS[0]}."
  remember "$PREVIOUS" ''
}

if [[ ${1:-} == rollback ]]; then
  TITLE=Rollback
  shift
fi
read_arguments "$@"
begin production
REQUIRED=$(setting REDIS_REQUIRED true)
ALLOWED_ORIGIN=$(setting CORS_ORIGIN '') ALLOWED_ORIGIN=${ALLOWED_ORIGIN%%,*} PLAIN_URL=$(setting PLAIN_URL '')
CLOSED_PORTS=$(setting CLOSED_PORTS '')
if [[ $TITLE == Verification ]]; then verify_only "$REQUIRED" harden; fi

check_settings production PRODUCTION_URL
use_base "$(setting PRODUCTION_URL '')"
use_method
REPORTS=yes
if [[ $TITLE == Rollback ]]; then
  return_by_hand
  exit 0
fi
checklist
BEFORE_MIGRATION=(back_up)
say "Deploying $VERSION to production:"
deploy production "$REQUIRED" harden
