# shellcheck shell=bash disable=SC2034 # WHY and DETAIL are for `check`
# Checks of a running system from outside, for every deployment. A check is a function that succeeds, with
# optional details in DETAIL, or fails with the reason in WHY. Source it after common.sh and http.sh.

# The results of the checks, one line each, for the report.
FOUND=()
FAILED_CHECKS=()

# check NAME COMMAND…: runs it and records the result; never exits.
check() {
  local name=$1
  shift
  WHY='' DETAIL=''
  if "$@"; then
    FOUND+=("$(printf 'ok      %-14s %s' "$name" "$DETAIL")")
  else
    FOUND+=("$(printf 'FAILED  %-14s %s' "$name" "$WHY")")
    FAILED_CHECKS+=("$name: $WHY")
  fi
  say "  ${FOUND[-1]}"
}

all_passed() { ((${#FAILED_CHECKS[@]} == 0)); }

# use_base URL: validates it and sets BASE, the system under test.
use_base() {
  BASE=${1%/}
  [[ $BASE =~ ^https?://[A-Za-z0-9._-]+(:[0-9]+)?$|^https?://\[[0-9A-Fa-f:]+\](:[0-9]+)?$ ]] ||
    exit_with 2 "\"$1\" is not a valid system URL: use one like https://kpi.example.com."
  TOKEN=''
}

# reachable: the system responds, and is KPI Productivity.
reachable() {
  request GET /api/health || return 1
  expect 200 503 || return 1
  grep -q '"checks":{' "$TEMP/body" || {
    WHY="the server there is not KPI Productivity"
    return 1
  }
}

is_reachable() { reachable && [[ $STATUS == 200 ]]; }

# wait_until_healthy SECONDS: waits while a new version starts.
wait_until_healthy() {
  wait_for "$1" is_reachable && return 0
  if reachable; then WHY="it is unhealthy: $(failed_health_checks)"; fi
  return 1
}

# The checks with errors in the last health report.
failed_health_checks() { grep -oE '"[a-z]+":\{"status":"error"[^}]*\}' "$TEMP/body" | sed -E 's/^"([a-z]+)".*/\1/' | paste -sd ' '; }

healthy() {
  local path
  for path in /api/health /health; do
    request GET "$path" || return 1
    [[ $STATUS == 200 ]] || { WHY="$path responds with $STATUS: $(failed_health_checks)" && return 1; }
  done
  DETAIL="version $(json version), $(json environment)"
}

# environment_is NAME: the system reports this environment.
environment_is() {
  request GET /api/health || return 1
  [[ $(json environment) == "$1" ]] || { WHY="its environment is $(json environment), not $1" && return 1; }
}

database_is_healthy() {
  request GET /health/database || return 1
  [[ $STATUS == 200 && $(json_status database) == ok ]] || { WHY="/health/database responds with $STATUS: $(json_status database)" && return 1; }
}

# redis_is_healthy REQUIRED: true, or false if Redis is optional.
redis_is_healthy() {
  request GET /health/redis || return 1
  DETAIL=$(json_status redis)
  [[ $STATUS == 200 && ($DETAIL == ok || ($DETAIL == disabled && $1 == false)) ]] ||
    { WHY="/health/redis responds with $STATUS: ${DETAIL:-nothing}, and REDIS_REQUIRED is $1" && return 1; }
}

page_is_served() {
  request GET / -H 'Accept: text/html' || return 1
  expect 200 || return 1
  grep -qi '<title>KPI Productivity' "$TEMP/body" || { WHY="the page is not the web app" && return 1; }
}

# The API is described, requires a session, and rejects invalid input.
endpoints_respond() {
  local TOKEN='' method path wanted
  while read -r method path wanted; do
    if [[ $method == POST ]]; then send POST "$path" '{}' || return 1; else request GET "$path" || return; fi
    expect "${wanted%,*}" "${wanted#*,}" || { WHY="$method $path: $WHY" && return 1; }
  done <<'LIST'
GET /api/openapi.json 200,200
GET /api/habits 401,401
GET /api/auth/me 401,401
GET /api/days/2026-01-01 401,401
POST /api/auth/login 422,400
POST /api/auth/register 422,400
LIST
}

# Signs up, logs a day, reads it, and deletes the account, also if a step fails.
smoke_test() {
  local day
  day=$(date -u +%F)
  sign_up || { WHY="signing up: $WHY" && return 1; }
  if log_day "$day" 25 && read_day "$day" 25; then
    delete_account || { WHY="deleting the account: $WHY" && return 1; }
    TOKEN=''
    return 0
  fi
  local why=$WHY
  delete_account || true
  TOKEN='' WHY="logging a day: $why"
  return 1
}

# verify ENVIRONMENT REDIS_REQUIRED: the checks of staging and production.
verify() {
  check reachable reachable
  # The other checks make no sense without a connection.
  all_passed || return 0
  check health healthy
  check environment environment_is "$1"
  check database database_is_healthy
  check redis redis_is_healthy "$2"
  check page page_is_served
  check endpoints endpoints_respond
  check smoke smoke_test
}
