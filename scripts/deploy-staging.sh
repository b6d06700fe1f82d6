#!/usr/bin/env bash
# Brings a version out to staging, and tries it; see --help.

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

Checks the settings, builds and deploys by DEPLOY_METHOD, and tries what runs then: health,
database, Redis, the page, the API's endpoints, and a person who signs up, logs a day, reads it
and deletes the account. A report ends it, in DEPLOY_DIR/staging too; WEBHOOK_URL is told.

  --verify-only URL  only try what runs at URL
  --dry-run          only tell what would be done
  -h, --help         show this

Settings, from the environment or .env, each also by NAME_FILE where it is secret:
  STAGING_URL               where it runs, like https://staging.example.com
  DEPLOY_METHOD    none     railway, docker (Compose on this machine), or none
  DATABASE_URL, JWT_SECRET  staging's own; with none, the database is migrated from here
  REDIS_REQUIRED   false    whether Redis has to be there
  CORS_ORIGIN               origins that may call the API
  RELEASE_COMMAND, RETURN_COMMAND
                            with none: what starts the new version, and the one before it
  SETTLE_SECONDS   180      how long a new version may take to be well
  DEPLOY_DIR       data/deploy  what is kept between runs: lock, versions, reports
  WEBHOOK_URL               is sent {"text", "environment", "exitCode"} at the end
  RAILWAY_TOKEN             the project's token, for railway
  CURL_CA_BUNDLE            certificates (PEM) to trust, where they are not public ones

Exit codes: 0 all is well; 1 failed, nothing was changed; 2 wrong settings, nothing was changed;
3 failed, and the version before is back; 4 failed, and going back failed too; 5 another
deployment is running; 129, 130, 143 interrupted, and what had begun was taken back.
TEXT
}

read_arguments "$@"
begin staging
REQUIRED=$(setting REDIS_REQUIRED false)
if [[ $TITLE == Verification ]]; then verify_only "$REQUIRED"; fi

check_settings staging STAGING_URL
use_base "$(setting STAGING_URL '')"
use_method
REPORTS=yes
say "Deploying $VERSION to staging:"
deploy staging "$REQUIRED"
