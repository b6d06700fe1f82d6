# shellcheck shell=bash
# Requests to a running system with curl, and the steps of the smoke test. Source it after common.sh;
# needs TEMP, and BASE, the system's URL without a path.

# Timeout of a request, in seconds.
HTTP_TIMEOUT=${HTTP_TIMEOUT:-15}

need_curl() {
  need curl "curl is missing: install it (on Debian and Ubuntu: apt-get install curl) and start again."
}

# request METHOD PATH [ARGUMENT…]: sets STATUS, and writes the response's head and body to TEMP/head and
# TEMP/body. The session in TOKEN, if there is one, is passed in a file, so that it is on no command line.
# Without a response it fails with the reason in WHY.
request() {
  local code=0 method=$1 path=$2
  shift 2
  : >"$TEMP/curl"
  [[ -z ${TOKEN:-} ]] || printf 'header = "Authorization: Bearer %s"\n' "$TOKEN" >"$TEMP/curl"
  STATUS=$(curl -sS --config "$TEMP/curl" --max-time "$HTTP_TIMEOUT" -X "$method" -D "$TEMP/head" -o "$TEMP/body" \
    -w '%{http_code}' "$@" "$BASE$path" 2>"$TEMP/curl-said") || code=$?
  ((code == 0)) || {
    WHY=$(curl_error "$code")
    return 1
  }
}

# send METHOD PATH JSON: the same with a body, which is passed in a file too.
send() {
  printf '%s' "$3" >"$TEMP/sent"
  request "$1" "$2" -H 'Content-Type: application/json' --data-binary "@$TEMP/sent"
}

# curl_error CODE: the meaning of curl's exit code.
curl_error() {
  local said host=${BASE#*://}
  said=$(sed -E 's/^curl: \([0-9]+\) //; q' "$TEMP/curl-said")
  host=${host%%[/?]*}
  case $1 in
    3) printf '"%s" is not a URL' "$BASE" ;;
    6) printf 'the host name %s cannot be resolved' "$host" ;;
    7) printf 'cannot connect to %s' "$host" ;;
    28) printf '%s did not respond within %s seconds' "$host" "$HTTP_TIMEOUT" ;;
    60)
      case $said in
        *expired*) printf 'the certificate of %s has expired' "$host" ;;
        *'self-signed'* | *'self signed'*) printf 'the certificate of %s is self-signed' "$host" ;;
        *) printf 'the certificate of %s is not trusted (%s)' "$host" "${said%%$'\n'*}" ;;
      esac
      ;;
    *) printf '%s' "${said:-curl ended with code $1}" ;;
  esac
}

# expect STATUS…: whether the last response has one of these statuses; otherwise sets WHY.
expect() {
  local wanted
  for wanted in "$@"; do [[ $STATUS != "$wanted" ]] || return 0; done
  WHY="it responds with $STATUS instead of $1"
  return 1
}

# field NAME: the value of a header field of the last response.
field() { tr -d '\r' <"$TEMP/head" | sed -nE "s/^$1: //Ip" | tail -n 1; }

# json NAME: the first string of that name in the body of the last response.
json() { sed -nE "s/.*\"$1\":\"([^\"]*)\".*/\1/p" "$TEMP/body" | head -n 1; }

# json_status CHECK: the status of a check in a health report.
json_status() { grep -oE "\"$1\":\{[^}]*\}" "$TEMP/body" | sed -nE 's/.*"status":"([a-z]+)".*/\1/p' | head -n 1; }

# --- Steps of the smoke test. A failed step sets WHY.

# sign_up: creates an account; sets EMAIL, PASSWORD and TOKEN.
sign_up() {
  EMAIL=smoke-$(random_secret | head -c 16)@example.com PASSWORD=$(random_secret | head -c 32) TOKEN=''
  send POST /api/auth/register "{\"email\":\"$EMAIL\",\"password\":\"$PASSWORD\",\"name\":\"Smoke Test\"}" || return 1
  expect 201 || return 1
  TOKEN=$(json token)
  [[ -n $TOKEN ]] || { WHY="signing up returned no session" && return 1; }
}

# log_day DATE MINUTES: saves a day with minutes for the first habit.
log_day() {
  local habit
  request GET /api/habits || return 1
  expect 200 || return 1
  habit=$(grep -oE '"id":"[^"]+"' "$TEMP/body" | head -n 1 | cut -d '"' -f 4)
  send PUT "/api/days/$1" "{\"entries\":[{\"habitId\":\"$habit\",\"amount\":$2}],\"tasks\":[]}" || return 1
  expect 200
}

# read_day DATE MINUTES: checks that the day has these minutes and a KPI.
read_day() {
  request GET "/api/days/$1" || return 1
  expect 200 || return 1
  grep -qE "\"amount\":$2\b" "$TEMP/body" || { WHY="the day does not have what was saved" && return 1; }
  if ! grep -qE "\"kpi\":[0-9]" "$TEMP/body"; then
    # shellcheck disable=SC2034 # the caller reads it
    WHY="the day has no KPI"
    return 1
  fi
}

# delete_account: deletes the account, and checks that its session is invalid afterwards.
delete_account() {
  send DELETE /api/auth/me "{\"email\":\"$EMAIL\",\"password\":\"$PASSWORD\"}" || return 1
  expect 204 || return 1
  request GET /api/auth/me || return 1
  expect 401
}
