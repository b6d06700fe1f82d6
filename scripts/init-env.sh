#!/usr/bin/env bash
# Creates .env and the secrets for docker-compose.yml; see --help.

set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh

usage() {
  cat <<'TEXT'
Usage: scripts/init-env.sh

Creates the files that `docker compose up` needs: .env, a copy of .env.example, and a file with
a random value for each secret in SECRETS_DIR (default: secrets). Existing files are not
changed; missing ones are created. If postgres-password or redis.conf is created again, remove
database-url or redis-url, which contain the old value, and run the script again.

Exit codes: 0 all files exist; 1 a file could not be created, existing ones are unchanged.
TEXT
}

# make NAME: writes standard input to the secret's file, unless it exists.
make() {
  local file=$SECRETS_DIR/$1
  if [[ -s $file ]]; then
    cat >/dev/null
    return
  fi
  # Written atomically. The folder is private; the file is readable because the services run as another
  # user than its owner.
  cat >"$file.new"
  chmod 644 "$file.new"
  mv "$file.new" "$file"
  say "Made $file."
}

no_arguments "$@"

umask 077
if [[ ! -e .env ]]; then
  cp .env.example .env
  say "Made .env."
fi
SECRETS_DIR=$(setting SECRETS_DIR '')
if [[ -z $SECRETS_DIR ]]; then
  SECRETS_DIR=./secrets
  # The last line may have no newline.
  [[ -z $(tail -c 1 .env) ]] || say >>.env
  say "SECRETS_DIR=$SECRETS_DIR" >>.env
fi
if ! mkdir -p "$SECRETS_DIR" 2>/dev/null || [[ ! -w $SECRETS_DIR ]]; then
  die "The folder for secrets $SECRETS_DIR cannot be written: make it writable, or set SECRETS_DIR to another."
fi
chmod 700 "$SECRETS_DIR"

random_secret | make jwt-secret
random_secret | make postgres-password
random_secret | make grafana-password
say "requirepass $(random_secret)" | make redis.conf
say "postgresql://kpi:$(<"$SECRETS_DIR/postgres-password")@postgres:5432/kpi_productivity?connection_limit=20&pool_timeout=20" |
  make database-url
say "redis://default:$(sed -n 's/^requirepass //p' "$SECRETS_DIR/redis.conf")@redis:6379/0" | make redis-url
say "All secrets are in $SECRETS_DIR: keep a private copy of it."
