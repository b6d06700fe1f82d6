#!/usr/bin/env bash
# Tests docker-compose.yml with a Docker engine; see --help.

set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh
# shellcheck source=scripts/lib/compose.sh
. scripts/lib/compose.sh
# shellcheck source=scripts/lib/http.sh
. scripts/lib/http.sh

usage() {
  cat <<'TEXT'
Usage: scripts/test-compose.sh

In a copy of the project: builds the images, starts everything as in docs/deployment.md on a
separate port, runs a smoke test, restarts everything and checks the data, makes and restores a
backup, and kills each container, which has to restart. It removes its containers, networks and
volumes; the build cache is kept.

  E2E_CHROMIUM  a browser to run the smoke test in, too (needs the web app's npm packages)

Exit codes: 0 succeeded; 1 a test failed; 77 there is no Docker engine, and nothing ran.
TEXT
}

TESTS=0

# try NAME COMMAND…: prints one line per test, as bats does; exits after the first failure.
try() {
  local name=$1
  shift
  TESTS=$((TESTS + 1)) WHY=
  if "$@"; then
    say "ok $TESTS $name"
    return
  fi
  say "not ok $TESTS $name"
  [[ -z $WHY ]] || say "# $WHY"
  compose ps || true
  compose logs --tail=30 || true
  exit 1
}

clean_up() {
  trap - EXIT
  compose --profile tools --profile mail --profile monitoring down --volumes --timeout 20 >"$TEMP/down.log" 2>&1 || cat "$TEMP/down.log"
  docker rmi kpi-{backend,frontend,gateway}:"$KPI_VERSION" >/dev/null 2>&1 || true
  cd /
  rm -rf "$TEMP"
}

copy_project() {
  mkdir "$TEMP/project"
  git ls-files -zco --exclude-standard --deduplicate | while IFS= read -rd '' file; do
    [[ ! -e $file ]] || printf '%s\0' "$file"
  done | tar --null -T - -cf - | tar -C "$TEMP/project" -xf -
  cd "$TEMP/project"
}

is_refused_without_secrets() {
  cp .env.example .env
  compose config >/dev/null 2>"$TEMP/said" && return 1
  grep -q 'the secrets are missing; scripts/init-env.sh makes them' "$TEMP/said"
}

start() { compose up -d --build >"$TEMP/up.log" 2>&1 || { tail -n 40 "$TEMP/up.log" && return 1; }; }

is_healthy() { [[ $(docker inspect -f '{{.State.Health.Status}}' "$(compose ps -q "$1")" 2>/dev/null) == healthy ]]; }
responds() { request GET /api/health && expect 200 && request GET / && expect 200; }

all_are_healthy() {
  local service
  for service in postgres redis backend frontend gateway; do
    wait_for 120 is_healthy "$service" || { WHY="$service is not healthy" && return 1; }
  done
  wait_for 60 responds
}

# One published port, on loopback only; containers are unprivileged, read-only and without secrets in settings.
is_isolated() {
  local service id
  [[ $(docker ps --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME" --format '{{.Ports}}' | grep -oE '[0-9.]+:[0-9]+->' | sort -u) == "127.0.0.1:$PUBLISH_PORT->" ]] ||
    { WHY="another port is published" && return 1; }
  for service in backend frontend gateway; do
    id=$(compose ps -q "$service")
    [[ $(docker inspect -f '{{.Config.User}} {{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}}' "$id") == '65532:65532 true [ALL] [no-new-privileges:true]' ]] ||
      { WHY="$service is not isolated" && return 1; }
    if docker inspect -f '{{.Config.Env}} {{.Args}}' "$id" | grep -qFf <(cat secrets/jwt-secret secrets/postgres-password; say); then
      WHY="a secret is in the settings of $service" && return 1
    fi
  done
}

# The backend trusts the gateway's forwarding headers only.
forged_address_is_not_trusted() {
  request GET /api/health -H 'X-Forwarded-For: 6.6.6.6' || return
  compose logs --no-color backend gateway >"$TEMP/logs"
  ! grep -q '":"6\.6\.6\.6"' "$TEMP/logs" || { WHY="the forged address is in the log" && return 1; }
}

log_test_day() { sign_up && log_day "$DAY" 437 && read_day "$DAY" 437; }
day_is_there() { read_day "$DAY" 437; }

run_browser_test() {
  (cd "$REPOSITORY/crates/frontend/web" && E2E_BASE_URL=$BASE npm run --silent e2e -- --reporter=list --output="$TEMP/browser" e2e/spine.spec.ts) >"$TEMP/browser.log" 2>&1 ||
    { cat "$TEMP/browser.log" && return 1; }
}

down_and_up() {
  compose down --timeout 30 >"$TEMP/down.log" 2>&1 && start && all_are_healthy
}

# A restore needs exclusive access to the database.
backup_is_restored() {
  local file
  compose run --rm -T backup >"$TEMP/backup.log" 2>&1 || { cat "$TEMP/backup.log" && return 1; }
  file=$(grep -oE '/backups/kpi_backup_[0-9_]+\.dump' "$TEMP/backup.log" | head -n 1)
  log_day "$DAY" 1 || return
  compose stop backend >/dev/null 2>&1
  compose run --rm -T backup scripts/restore-database.sh --force "$file" >"$TEMP/restore.log" 2>&1 || { cat "$TEMP/restore.log" && return 1; }
  compose up -d --no-build >/dev/null 2>&1 && all_are_healthy && day_is_there
}

# The process is killed from outside, since the engine would not restart it after `docker kill`.
restarts() {
  local id started pid
  id=$(compose ps -q "$1")
  read -r pid started < <(docker inspect -f '{{.State.Pid}} {{.State.StartedAt}}' "$id")
  docker run --rm --pid=host --network=none --entrypoint bash "$POSTGRES_IMAGE" -c "kill -KILL $pid"
  wait_for 30 has_restarted "$id" "$started" || { WHY="$1 was not restarted" && return 1; }
  all_are_healthy && day_is_there
}

has_restarted() { [[ $(docker inspect -f '{{.State.StartedAt}} {{.State.Running}}' "$1") != "$2"* ]] && [[ $(docker inspect -f '{{.State.Running}}' "$1") == true ]]; }

no_arguments "$@"
if ! docker_answers || ! find_compose; then
  say "There is no Docker engine with Compose here."
  exit 77
fi
need_curl

REPOSITORY=$PWD
TEMP=$(mktemp -d "${TMPDIR:-/tmp}/kpi-compose.XXXXXX")
export KPI_VERSION=compose-test COMPOSE_PROJECT_NAME=kpi-test-$$ PUBLISH_PORT COMPOSE_NETWORK
PUBLISH_PORT=$(free_port) COMPOSE_NETWORK=10.213.$((RANDOM % 250))
BASE=http://localhost:$PUBLISH_PORT DAY=$(date -u +%F) TOKEN=''
clean_up_on_exit clean_up
copy_project
POSTGRES_IMAGE=$(sed -nE '0,/^ +image: postgres/s/^ +image: (postgres.*)/\1/p' docker-compose.yml)

try "without secrets the error names scripts/init-env.sh" is_refused_without_secrets
rm .env
try "init-env.sh makes .env and the secrets" scripts/init-env.sh
# All of these requests come from one address.
printf "%s\n" RATE_LIMIT_MAX_REQUESTS=100000 RATE_LIMIT_AUTH_MAX_REQUESTS=1000 >>.env
try "one command builds and starts everything" start
try "every container is healthy" all_are_healthy
try "one port is published, and the services are isolated" is_isolated
try "a forged client address is not trusted" forged_address_is_not_trusted
try "a user signs up, logs a day and reads it" log_test_day
if [[ -n ${E2E_CHROMIUM:-} ]]; then try "the same in a browser" run_browser_test; fi
try "down and up keeps the data" down_and_up
try "and the day" day_is_there
try "a backup is made and restored" backup_is_restored
for service in gateway frontend backend redis postgres; do
  try "$service is killed and restarts" restarts "$service"
done
