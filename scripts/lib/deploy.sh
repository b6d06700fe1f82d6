# shellcheck shell=bash
# A deployment: what it is told, one at a time, its steps, what is taken back when one fails, its words
# and its report. After common.sh, in the repository's root. NAME is staging or production.

# shellcheck source=scripts/lib/compose.sh
. scripts/lib/compose.sh
# shellcheck source=scripts/lib/database.sh
. scripts/lib/database.sh
# shellcheck source=scripts/lib/http.sh
. scripts/lib/http.sh
# shellcheck source=scripts/lib/checks.sh
. scripts/lib/checks.sh
# shellcheck source=scripts/lib/settings.sh
. scripts/lib/settings.sh
# shellcheck source=scripts/lib/release.sh
. scripts/lib/release.sh

# What must not be seen in any output.
SECRET_NAMES=(
  DATABASE_URL DIRECT_URL JWT_SECRET REDIS_URL REDIS_PASSWORD SMTP_PASS WEBHOOK_URL RAILWAY_TOKEN RAILWAY_API_TOKEN SENTRY_DSN
)
# Before anything has changed, while it changes, afterwards.
PHASE=before
JOB=''
TITLE=Deployment

# read_arguments ARGUMENT…: gives DRY_RUN, TITLE, and URL of what is only to be looked at.
read_arguments() {
  DRY_RUN='' URL=''
  while (($#)); do
    case $1 in
      --verify-only)
        URL=${2:-}
        [[ -n $URL ]] || die "--verify-only needs the system's URL."
        TITLE=Verification
        shift
        ;;
      --dry-run) DRY_RUN=yes ;;
      -h | --help)
        usage
        exit 0
        ;;
      *) die "there is no option \"$1\"; scripts/${0##*/} --help tells which there are." ;;
    esac
    shift
  done
  if [[ -n $DRY_RUN && $TITLE == Deployment ]]; then TITLE=Rehearsal; fi
}

# stop_here CODE SENTENCE: the end, with a code that says what state things are in.
stop_here() {
  printf '%s\n' "${0##*/}: $2" | masked >&2
  REASON=$2
  exit "$1"
}

# Takes the values of secrets out of standard input.
masked() {
  local line name secret
  local -a secrets=()
  for name in "${SECRET_NAMES[@]}"; do
    secret=$(secret_setting "$name")
    ((${#secret} < 6)) || secrets+=("$secret")
    # The password in an address alone, too.
    if [[ $secret =~ ://[^:/@]*:([^@]{6,})@ ]]; then secrets+=("${BASH_REMATCH[1]}"); fi
  done
  while IFS= read -r line || [[ -n $line ]]; do
    for secret in "${secrets[@]}"; do line=${line//"$secret"/***}; done
    printf '%s\n' "$line"
  done
}

# begin NAME: the folder for what is kept between runs, and the lock.
begin() {
  NAME=$1 BEGAN=$SECONDS REASON=''
  make_temp kpi-deploy
  STATE=$(setting DEPLOY_DIR data/deploy)/$NAME
  trap finish EXIT
  trap 'REASON="it was interrupted"; exit 129' HUP
  trap 'REASON="it was interrupted"; exit 130' INT
  trap 'REASON="it was interrupted"; exit 143' TERM
  need_curl
  need openssl "openssl is missing: install it (on Debian and Ubuntu: apt-get install openssl) and start again."
  need flock "flock is missing: install util-linux and start again."
  if ! (umask 077 && mkdir -p "$STATE") 2>/dev/null || ! { exec 8>>"$STATE/lock"; } 2>/dev/null; then
    stop_here 2 "The folder $STATE cannot be written: make it writable, or set DEPLOY_DIR to another."
  fi
  flock -n 8 || stop_here 5 "Another deployment to $NAME is running just now: start again when it has ended."
}

# Also for signals: what was begun is taken back, then the report and the notification.
finish() {
  local code=$?
  trap - EXIT
  # Not ignored, which the services that are started now would inherit. A bare `return` in what is
  # called here would give the status from before the trap.
  trap : HUP INT TERM
  if [[ -n $JOB ]]; then stop "$JOB" 10; fi
  if [[ $PHASE == changing ]]; then roll_back || code=4; fi
  if [[ -n ${REPORTS:-} ]]; then report "$code" | masked | tee "$TEMP/report"; fi
  if [[ -s $TEMP/report ]]; then cp "$TEMP/report" "$STATE/report-$(date -u +%Y%m%d_%H%M%S).txt"; fi
  if [[ -n ${REPORTS:-} ]]; then notify "$code"; fi
  rm -rf "$TEMP"
  exit "$code"
}

outcome() {
  case $1 in
    0) printf 'all is well' ;;
    1) printf 'failed, nothing was changed' ;;
    3) printf 'failed, and the version before is back' ;;
    4) printf 'failed, and so did going back: act by hand' ;;
    *) if ((${#ROLLED_BACK})); then printf 'interrupted, and the version before is back'; else printf 'ended early, nothing was changed'; fi ;;
  esac
}
ROLLED_BACK=''

report() {
  say
  say "$TITLE of $NAME: $(outcome "$1") ($((SECONDS - BEGAN)) s)"
  say "  system   ${BASE:-none}"
  say "  time     $(date -u +%FT%TZ)"
  if [[ -n ${VERSION:-} ]]; then say "  version  $VERSION"; fi
  if [[ -n ${PREVIOUS:-} && $METHOD != none ]]; then say "  before   $PREVIOUS"; fi
  if [[ -n $REASON ]]; then say "  reason   $REASON"; fi
  ((${#FOUND[@]} == 0)) || printf '  %s\n' "${FOUND[@]}"
}

# notify CODE: tells WEBHOOK_URL, if there is one. That it cannot be told changes nothing.
notify() {
  local url text
  url=$(secret_setting WEBHOOK_URL)
  [[ -n $url && -z $DRY_RUN ]] || return 0
  text="KPI Productivity, ${TITLE,} of $NAME: $(outcome "$1")${REASON:+ ($REASON)}"
  text=$(masked <<<"$text")
  text=${text//\\/\\\\} text=${text//\"/\\\"}
  printf '{"text":"%s","environment":"%s","exitCode":%s}' "$text" "$NAME" "$1" >"$TEMP/sent"
  curl -sS --config <(printf 'url = "%s"\n' "$url") --max-time 10 -o /dev/null -H 'Content-Type: application/json' \
    --data-binary "@$TEMP/sent" 2>/dev/null || say "The webhook was not reached."
}

# step WORDS COMMAND…: runs it with its output in a file; on failure its last lines are shown, without
# secrets. With --dry-run it is only told.
step() {
  local words=$1 code=0
  shift
  say "  $words"
  if [[ -n $DRY_RUN ]]; then
    say "    would run: $*" | masked
    # shellcheck disable=SC2034 # `check` reads it
    DETAIL="not tried"
    return 0
  fi
  # A job of its own, so that a signal ends the wait at once. It holds no lock.
  spawn "$@" >"$TEMP/step" 2>&1 8>&-
  JOB=$SPAWNED
  while true; do
    code=0
    wait "$JOB" || code=$?
    # A second signal, while going back, ends the wait but not the job.
    if ((code <= 128)) || ! alive "$JOB"; then break; fi
  done
  JOB=''
  if ((code != 0)); then
    tail -n 15 "$TEMP/step" | masked | sed 's/^/    /' >&2
    WHY="$words failed"
  fi
  return "$code"
}

# remember VERSION BEFORE: what is to run from now on, and what `rollback` would bring back.
remember() {
  printf '%s\n' "$1" >"$STATE/version"
  printf '%s' "$2" >"$STATE/before"
  # A `docker compose up` by hand takes this one.
  if [[ $METHOD == docker && -w .env ]]; then
    sed -i '/^KPI_VERSION=/d' .env
    say "KPI_VERSION=$1" >>.env
  fi
}

# roll_back: the version before, and whether it is well. The database stays: migrations keep the
# version before them working.
roll_back() {
  PHASE=after
  if [[ -z $PREVIOUS ]]; then
    say "There is no version before this one to go back to."
    return 1
  fi
  say "Going back:"
  WHY=''
  if "return_$METHOD" && settles "$(setting SETTLE_SECONDS 180)"; then
    ROLLED_BACK=yes
    say "  the version before is well"
    return 0
  fi
  say "  it did not work: $WHY" | masked
  return 1
}

# verify_only REDIS_REQUIRED [CHECK…]: looks at what runs at URL, and ends.
verify_only() {
  local required=$1 more
  shift
  use_base "$URL"
  REPORTS=yes
  say "Trying $BASE:"
  verify "$NAME" "$required"
  # One sentence is enough for what is not well at all.
  for more in "$@"; do ! all_passed || "$more"; done
  all_passed || stop_here 1 "$BASE is not as it should be: ${FAILED_CHECKS[0]}."
  exit 0
}

# deploy ENVIRONMENT REDIS_REQUIRED [CHECK…]: builds, migrates, releases, and looks at the result;
# whatever fails after the release has begun brings the version before back.
deploy() {
  local environment=$1 required=$2 more
  shift 2
  "build_$METHOD" || stop_here 1 "$WHY, so nothing was changed."
  for more in "${BEFORE_MIGRATION[@]}"; do "$more"; done
  "migrate_$METHOD" || stop_here 1 "$WHY: each migration is a transaction, so the version that runs goes on as before."
  # With nothing to release, there is nothing to take back.
  if [[ -z $DRY_RUN && $METHOD$(setting RELEASE_COMMAND '') != none ]]; then PHASE=changing; fi
  "release_$METHOD" || stop_here "$(failed_code)" "$WHY."
  if [[ -n $DRY_RUN ]]; then
    say "  would try $BASE"
    return 0
  fi
  settles "$(setting SETTLE_SECONDS 180)" || stop_here "$(failed_code)" "The new version did not become well: $WHY."
  verify "$environment" "$required"
  for more in "$@"; do "$more"; done
  all_passed || stop_here "$(failed_code)" "The new version is not as it should be: ${FAILED_CHECKS[0]}."
  remember "$VERSION" "$PREVIOUS"
  PHASE=after
}
BEFORE_MIGRATION=()

# Nothing was changed, or what was will be taken back.
failed_code() { if [[ $PHASE == changing ]]; then printf 3; else printf 1; fi; }
