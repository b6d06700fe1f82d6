# shellcheck shell=bash
# Asking a running system by curl, and a person's way through its API. After common.sh; TEMP is a
# folder for this run, and BASE the system's URL without a path.

# How long an answer may take, in seconds.
ASK_TIMEOUT=${ASK_TIMEOUT:-15}

need_curl() {
  need curl "curl is missing: install it (on Debian and Ubuntu: apt-get install curl) and start again."
}

# ask METHOD PATH [ARGUMENT…]: gives STATUS, and leaves head and body in TEMP/head and TEMP/body; the
# session in TOKEN, if there is one, goes along by a file, so that it is on no command line. Fails
# with a sentence in WHY when there is no answer.
ask() {
  local code=0 method=$1 path=$2
  shift 2
  : >"$TEMP/curl"
  [[ -z ${TOKEN:-} ]] || printf 'header = "Authorization: Bearer %s"\n' "$TOKEN" >"$TEMP/curl"
  STATUS=$(curl -sS --config "$TEMP/curl" --max-time "$ASK_TIMEOUT" -X "$method" -D "$TEMP/head" -o "$TEMP/body" \
    -w '%{http_code}' "$@" "$BASE$path" 2>"$TEMP/curl-said") || code=$?
  ((code == 0)) || {
    WHY=$(why_not "$code")
    return 1
  }
}

# send METHOD PATH JSON: the same with a body, which is on no command line either.
send() {
  printf '%s' "$3" >"$TEMP/sent"
  ask "$1" "$2" -H 'Content-Type: application/json' --data-binary "@$TEMP/sent"
}

# why_not CODE: what a code of curl's means, in a sentence's end.
why_not() {
  local said host=${BASE#*://}
  said=$(sed -E 's/^curl: \([0-9]+\) //; q' "$TEMP/curl-said")
  host=${host%%[/?]*}
  case $1 in
    3) printf '"%s" is no URL' "$BASE" ;;
    6) printf 'the name %s is not known' "$host" ;;
    7) printf 'nobody listens at %s' "$host" ;;
    28) printf '%s did not answer within %s seconds' "$host" "$ASK_TIMEOUT" ;;
    60)
      case $said in
        *expired*) printf 'the certificate of %s has expired' "$host" ;;
        *'self-signed'* | *'self signed'*) printf 'the certificate of %s is signed by itself' "$host" ;;
        *) printf 'the certificate of %s is not trusted (%s)' "$host" "${said%%$'\n'*}" ;;
      esac
      ;;
    *) printf '%s' "${said:-curl ended with code $1}" ;;
  esac
}

# expect STATUS…: whether the last answer has one of these; else says in WHY what it has.
expect() {
  local wanted
  for wanted in "$@"; do [[ $STATUS != "$wanted" ]] || return 0; done
  WHY="it answers $STATUS instead of $1"
  return 1
}

# field NAME: the value of a header of the last answer.
field() { tr -d '\r' <"$TEMP/head" | sed -nE "s/^$1: //Ip" | tail -n 1; }

# json NAME: the first string of that name in the last answer's body.
json() { sed -nE "s/.*\"$1\":\"([^\"]*)\".*/\1/p" "$TEMP/body" | head -n 1; }

# json_status CHECK: the status of one check in a report of health.
json_status() { grep -oE "\"$1\":\{[^}]*\}" "$TEMP/body" | sed -nE 's/.*"status":"([a-z]+)".*/\1/p' | head -n 1; }

# --- One person's way: signing up, logging a day, reading it, leaving. Each step fails with WHY.

# sign_up: a new account; gives EMAIL, PASSWORD and TOKEN.
sign_up() {
  EMAIL=smoke-$(random_secret | head -c 16)@example.com PASSWORD=$(random_secret | head -c 32) TOKEN=''
  send POST /api/auth/register "{\"email\":\"$EMAIL\",\"password\":\"$PASSWORD\",\"name\":\"Smoke Test\"}" || return 1
  expect 201 || return 1
  TOKEN=$(json token)
  [[ -n $TOKEN ]] || { WHY="signing up gave no session" && return 1; }
}

# log_day DATE MINUTES: saves the first habit's minutes.
log_day() {
  local habit
  ask GET /api/habits || return 1
  expect 200 || return 1
  habit=$(grep -oE '"id":"[^"]+"' "$TEMP/body" | head -n 1 | cut -d '"' -f 4)
  send PUT "/api/days/$1" "{\"entries\":[{\"habitId\":\"$habit\",\"minutes\":$2}],\"tasks\":[]}" || return 1
  expect 200
}

# read_day DATE MINUTES: the day has these minutes, and a KPI.
read_day() {
  ask GET "/api/days/$1" || return 1
  expect 200 || return 1
  grep -qE "\"minutes\":$2\b" "$TEMP/body" || { WHY="the day does not have what was saved" && return 1; }
  if ! grep -qE "\"kpi\":[0-9]" "$TEMP/body"; then
    # shellcheck disable=SC2034 # the caller reads it
    WHY="the day has no KPI"
    return 1
  fi
}

# leave: deletes the account, after which its session is worth nothing.
leave() {
  send DELETE /api/auth/me "{\"email\":\"$EMAIL\",\"password\":\"$PASSWORD\"}" || return 1
  expect 204 || return 1
  ask GET /api/auth/me || return 1
  expect 401
}
