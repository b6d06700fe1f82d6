#!/usr/bin/env bash
# Deploys to staging and verifies; see --help.

set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh
# shellcheck source=scripts/lib/deploy.sh
. scripts/lib/deploy.sh

usage() {
  cat <<'TEXT'
Usage: scripts/deploy-staging.sh [--dry-run]
       scripts/deploy-staging.sh --verify-only URL

Validates the settings, builds and deploys with DEPLOY_METHOD, and verifies the new version:
health, database, Redis, the page, the API's endpoints, and a smoke test that signs up, logs a
day, reads it and deletes the account. It prints a report, stores it in DEPLOY_DIR/staging, and
posts the result to WEBHOOK_URL.

  --verify-only URL  only check the running system at URL
  --dry-run          only print what would be done
  -h, --help         show this

Settings, from the environment or .env; secrets also as NAME_FILE:
  STAGING_URL               the address of staging, like https://staging.example.com
  DEPLOY_METHOD    none     railway, docker (Compose on this machine), or none
  DATABASE_URL, JWT_SECRET  those of staging; with method none, the script migrates the database
  REDIS_REQUIRED   false    whether Redis is required
  CORS_ORIGIN               origins that may call the API
  RELEASE_COMMAND, RETURN_COMMAND
                            for none: commands that start the new and the previous version
  SETTLE_SECONDS   180      how long a new version may take to become healthy
  DEPLOY_DIR       data/deploy  folder of lock, versions and reports
  WEBHOOK_URL               gets {"text", "environment", "exitCode"} at the end
  RAILWAY_TOKEN             the project's token, for railway
  CURL_CA_BUNDLE            certificates (PEM) to trust instead of the public ones

Exit codes: 0 succeeded; 1 failed, nothing was changed; 2 invalid settings, nothing was changed;
3 failed, rolled back to the previous version; 4 failed, and so did the rollback; 5 another
deployment is running; 129, 130, 143 interrupted, and rolled back.
TEXT
}

read_arguments "$@"
begin_deployment staging
REQUIRED=$(setting REDIS_REQUIRED false)
if [[ $TITLE == Verification ]]; then verify_only "$REQUIRED"; fi

check_settings staging STAGING_URL
use_base "$(setting STAGING_URL '')"
use_method
REPORTS=yes
say "Deploying $VERSION to staging:"
deploy staging "$REQUIRED"
