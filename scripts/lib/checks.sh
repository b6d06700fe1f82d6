# shellcheck shell=bash disable=SC2034 # WHY and DETAIL are for `check`
# Looking at a running system from outside: what every deployment has to pass. Each check is a
# function that succeeds, with a word more in DETAIL if it likes, or fails with a sentence in WHY.
# After common.sh and http.sh.

# What was found: a line each, for the report.
FOUND=()
FAILED_CHECKS=()

# check NAME COMMAND…: runs it and notes how it went; never ends the script.
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

# use_base URL: makes it BASE, the system that is looked at.
use_base() {
  BASE=${1%/}
  [[ $BASE =~ ^https?://[A-Za-z0-9._-]+(:[0-9]+)?$|^https?://\[[0-9A-Fa-f:]+\](:[0-9]+)?$ ]] ||
    stop_here 2 "\"$1\" is no address of a system: it has to be like https://kpi.example.com."
  TOKEN=''
}

# reachable: the system answers at all, and is ours.
reachable() {
  ask GET /api/health || return 1
  expect 200 503 || return 1
  grep -q '"checks":{' "$TEMP/body" || {
    WHY="what answers there is not KPI Productivity"
    return 1
  }
}

is_reachable() { reachable && [[ $STATUS == 200 ]]; }

# settles SECONDS: until it is well; a new version takes its time to start.
settles() {
  wait_for "$1" is_reachable && return 0
  if reachable; then WHY="it is not well: $(unwell)"; fi
  return 1
}

# Which checks of the last report are in error.
unwell() { grep -oE '"[a-z]+":\{"status":"error"[^}]*\}' "$TEMP/body" | sed -E 's/^"([a-z]+)".*/\1/' | paste -sd ' '; }

healthy() {
  local path
  for path in /api/health /health; do
    ask GET "$path" || return 1
    [[ $STATUS == 200 ]] || { WHY="$path answers $STATUS: $(unwell)" && return 1; }
  done
  DETAIL="version $(json version), $(json environment)"
}

# environment_is NAME: it says of itself what it should be.
environment_is() {
  ask GET /api/health || return 1
  [[ $(json environment) == "$1" ]] || { WHY="it says it is in $(json environment), not in $1" && return 1; }
}

database_is_well() {
  ask GET /health/database || return 1
  [[ $STATUS == 200 && $(json_status database) == ok ]] || { WHY="/health/database answers $STATUS: $(json_status database)" && return 1; }
}

# redis_is_well REQUIRED: true, or false where the service may be without.
redis_is_well() {
  ask GET /health/redis || return 1
  DETAIL=$(json_status redis)
  [[ $STATUS == 200 && ($DETAIL == ok || ($DETAIL == disabled && $1 == false)) ]] ||
    { WHY="/health/redis answers $STATUS: ${DETAIL:-nothing}, and REDIS_REQUIRED is $1" && return 1; }
}

page_is_there() {
  ask GET / -H 'Accept: text/html' || return 1
  expect 200 || return 1
  grep -qi '<title>KPI Productivity' "$TEMP/body" || { WHY="the page is not the web app" && return 1; }
}

# The API is there, described, closed to strangers, and answers nonsense as it should.
endpoints_answer() {
  local TOKEN='' method path wanted
  while read -r method path wanted; do
    if [[ $method == POST ]]; then send POST "$path" '{}' || return 1; else ask GET "$path" || return; fi
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

# A person signs up, logs a day, reads it and leaves; the account goes also when a step fails.
person_can_use_it() {
  local day
  day=$(date -u +%F)
  sign_up || { WHY="signing up: $WHY" && return 1; }
  if log_day "$day" 25 && read_day "$day" 25; then
    leave || { WHY="deleting the account: $WHY" && return 1; }
    TOKEN=''
    return 0
  fi
  local why=$WHY
  leave || true
  TOKEN='' WHY="logging a day: $why"
  return 1
}

# verify ENVIRONMENT REDIS_REQUIRED: what staging and production have in common.
verify() {
  check reachable reachable
  # One sentence is enough for what is not there.
  all_passed || return 0
  check health healthy
  check environment environment_is "$1"
  check database database_is_well
  check redis redis_is_well "$2"
  check page page_is_there
  check endpoints endpoints_answer
  check smoke person_can_use_it
}
