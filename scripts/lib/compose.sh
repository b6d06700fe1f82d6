# shellcheck shell=bash
# Docker and Compose, as a plug-in (`docker compose`) or standalone (`docker-compose`). Source it after
# common.sh.

docker_answers() { have docker && docker info >/dev/null 2>&1; }

# Sets COMPOSE; fails if there is none.
find_compose() {
  if docker compose version >/dev/null 2>&1; then
    COMPOSE=(docker compose)
  elif have docker-compose; then
    COMPOSE=(docker-compose)
  else
    return 1
  fi
}

compose() { "${COMPOSE[@]}" "$@"; }
