#!/usr/bin/env bash
# Makes .env and the secrets that docker-compose.yml asks for; see --help.

set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh

usage() {
  cat <<'TEXT'
Usage: scripts/init-env.sh

Makes what `docker compose up` needs and nobody should choose by hand: .env, a copy of
.env.example, and in SECRETS_DIR (default: secrets) a file for each secret. What is there
already is left as it is, so a second run changes nothing, and a file that was lost is made
anew; after a new postgres-password or redis.conf also database-url or redis-url, which
contain it, have to be removed and made anew.

Exit codes: 0 all is there; 1 something is not, and what was there is as before.
TEXT
}

# make NAME: writes standard input to the secret's file, unless the file is there.
make() {
  local file=$SECRETS_DIR/$1
  if [[ -s $file ]]; then
    cat >/dev/null
    return
  fi
  # Whole or not at all. The folder is closed to others; the file is read by the services' user, who
  # is another one than its owner.
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
  # The last line may lack its end.
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
say "All secrets are in $SECRETS_DIR: keep a copy where nobody else can read it."
