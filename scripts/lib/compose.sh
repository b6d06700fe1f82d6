# shellcheck shell=bash
# Docker and Compose, the plug-in (`docker compose`) or the program of its own (`docker-compose`).
# After common.sh.

docker_answers() { have docker && docker info >/dev/null 2>&1; }

# Gives COMPOSE; fails where there is none.
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
