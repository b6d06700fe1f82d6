#!/usr/bin/env bats
# docker-compose.yml, the Dockerfiles and scripts/init-env.sh, without a Docker engine; scripts/test-compose.sh
# tests them with one.

load helpers

setup() {
  cd "$REPOSITORY" || exit
  # shellcheck source=scripts/lib/compose.sh
  . scripts/lib/compose.sh
  PROJECT=$BATS_TEST_TMPDIR/project
  mkdir -p "$PROJECT/scripts"
  cp docker-compose.yml .env.example "$PROJECT/"
  cp -r scripts/lib scripts/init-env.sh "$PROJECT/scripts/"
  unset SECRETS_DIR KPI_VERSION PUBLISH_ADDRESS PUBLISH_PORT COMPOSE_NETWORK
}

# resolved ARGUMENT…: the configuration as resolved by Compose.
resolved() { (cd "$PROJECT" && compose "$@" config); }

@test "init-env.sh creates .env and distinct long secrets, and a second run changes nothing" {
  script "$PROJECT/scripts/init-env.sh"
  cd "$PROJECT"
  [[ $(stat -c %a .env secrets) == $'600\n700' ]]
  local before file
  before=$(cat .env secrets/*)
  for file in jwt-secret postgres-password grafana-password; do (($(wc -c <"secrets/$file") == 64)); done
  [[ $(sort -u secrets/jwt-secret secrets/postgres-password secrets/grafana-password | wc -c) -ge 192 ]]
  grep -qF ":$(<secrets/postgres-password)@postgres:5432/" secrets/database-url
  grep -qF ":$(sed 's/requirepass //' secrets/redis.conf)@redis:6379/" secrets/redis-url
  # The services run as another user than the folder's owner.
  [[ $(stat -c %a secrets/* | sort -u) == 644 ]]
  script scripts/init-env.sh
  [[ $(cat .env secrets/*) == "$before" ]]
  rm secrets/jwt-secret
  script scripts/init-env.sh
  [[ $(cat .env secrets/*) != "$before" && -s secrets/jwt-secret ]]
}

@test "init-env.sh keeps an existing .env, and reports a folder that it cannot write" {
  printf 'LOG_LEVEL=warn' >"$PROJECT/.env"
  script "$PROJECT/scripts/init-env.sh"
  [[ $(<"$PROJECT/.env") == $'LOG_LEVEL=warn\nSECRETS_DIR=./secrets' ]]
  run script env SECRETS_DIR=/dev/null/secrets "$PROJECT/scripts/init-env.sh"
  [[ $status == 1 && $output == *"The folder for secrets /dev/null/secrets cannot be written"* ]]
  run script "$PROJECT/scripts/init-env.sh" again
  [[ $status == 1 && $output == *"it takes no arguments"* ]]
}

@test "Compose accepts the file, and reports missing secrets" {
  find_compose || skip "Compose is not installed"
  cp "$PROJECT/.env.example" "$PROJECT/.env"
  run resolved
  [[ $status != 0 && $output == *"the secrets are missing; scripts/init-env.sh makes them"* ]]
  script "$PROJECT/scripts/init-env.sh"
  local made=$BATS_TEST_TMPDIR/made
  resolved --profile mail --profile monitoring --profile tools >"$made"
  # One port, on loopback only; also with the profiles.
  (($(resolved | grep -cE '127\.0\.0\.1:30002:30002|published: "?30002') == 1))
  refute grep -q '0\.0\.0\.0' "$made"
  # Only one-off services have no restart policy.
  (($(grep -cE 'restart: ["'\'']?no' "$made") == 2))
  local service
  for service in $(cd "$PROJECT" && compose --profile mail --profile monitoring --profile tools config --services); do
    echo "$service"
    sed -n "/^  $service:/,/^  [a-z]/p" "$made" >"$BATS_TEST_TMPDIR/service"
    grep -q '^ *read_only: true' "$BATS_TEST_TMPDIR/service"
    grep -q 'no-new-privileges:true' "$BATS_TEST_TMPDIR/service"
    grep -q 'mem_limit' "$BATS_TEST_TMPDIR/service"
    grep -q 'max-size' "$BATS_TEST_TMPDIR/service"
  done
}

@test "the images: unprivileged, without a shell, with a health check, built by one recipe" {
  local service file
  for service in gateway backend frontend; do
    file=deploy/docker/$service.Dockerfile
    grep -qx 'USER 65532:65532' "$file"
    grep -qx 'FROM gcr.io/distroless/cc-debian12:nonroot' "$file"
    grep -qE "^HEALTHCHECK .* CMD \[\"kpi-$service\", \"healthcheck\"\]$" "$file"
    grep -qx "ENTRYPOINT \[\"kpi-$service\"\]" "$file"
    refute grep -qE '^# *syntax=|--mount|--platform' "$file"
    # The common part is identical, so that it is built once.
    sed -n '/^# --- Identical/,/^# --- Different/p' "$file" >"$BATS_TEST_TMPDIR/$service"
    [[ -s $BATS_TEST_TMPDIR/$service ]]
    cmp "$BATS_TEST_TMPDIR/gateway" "$BATS_TEST_TMPDIR/$service"
  done
  # The toolchain has the project's rust-version.
  grep -q "^FROM rust:$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)-" deploy/docker/backend.Dockerfile
  # The build context is an allow list.
  [[ $(grep -v '^#' .dockerignore | head -n 1) == '*' ]]
}
