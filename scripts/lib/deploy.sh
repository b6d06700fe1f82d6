# shellcheck shell=bash
# A deployment: arguments, lock, steps, rollback, report, notification. Source it after common.sh, in the
# repository's root. NAME is staging or production.

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

# Settings whose values are masked in all output.
SECRET_NAMES=(
  DATABASE_URL DIRECT_URL JWT_SECRET REDIS_URL REDIS_PASSWORD SMTP_PASS WEBHOOK_URL RAILWAY_TOKEN RAILWAY_API_TOKEN SENTRY_DSN
)
# before, changing or after: whether a failure needs a rollback.
PHASE=before
JOB=''
TITLE=Deployment

# read_arguments ARGUMENT…: sets DRY_RUN, TITLE, and with --verify-only URL.
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
      *) die "unknown option \"$1\"; see scripts/${0##*/} --help." ;;
    esac
    shift
  done
  if [[ -n $DRY_RUN && $TITLE == Deployment ]]; then TITLE='Dry run'; fi
}

# exit_with CODE MESSAGE: exits; the code tells the state of the system (see --help).
exit_with() {
  printf '%s\n' "${0##*/}: $2" | mask_secrets >&2
  REASON=$2
  exit "$1"
}

# Masks the values of secrets in standard input.
mask_secrets() {
  local line name secret
  local -a secrets=()
  for name in "${SECRET_NAMES[@]}"; do
    secret=$(secret_setting "$name")
    ((${#secret} < 6)) || secrets+=("$secret")
    # Also the password of a URL by itself.
    if [[ $secret =~ ://[^:/@]*:([^@]{6,})@ ]]; then secrets+=("${BASH_REMATCH[1]}"); fi
  done
  while IFS= read -r line || [[ -n $line ]]; do
    for secret in "${secrets[@]}"; do line=${line//"$secret"/***}; done
    printf '%s\n' "$line"
  done
}

# begin_deployment NAME: sets the traps, and creates and locks the state folder.
begin_deployment() {
  NAME=$1 BEGAN=$SECONDS REASON=''
  make_temp kpi-deploy
  STATE=$(setting DEPLOY_DIR data/deploy)/$NAME
  trap finish_deployment EXIT
  trap 'REASON="interrupted"; exit 129' HUP
  trap 'REASON="interrupted"; exit 130' INT
  trap 'REASON="interrupted"; exit 143' TERM
  need_curl
  need openssl "openssl is missing: install it (on Debian and Ubuntu: apt-get install openssl) and start again."
  need flock "flock is missing: install util-linux and start again."
  if ! (umask 077 && mkdir -p "$STATE") 2>/dev/null || ! { exec 8>>"$STATE/lock"; } 2>/dev/null; then
    exit_with 2 "The folder $STATE cannot be written: make it writable, or set DEPLOY_DIR to another."
  fi
  flock -n 8 || exit_with 5 "Another deployment to $NAME is running: start again when it has finished."
}

# The EXIT trap, also after signals: rollback, report, notification.
finish_deployment() {
  local code=$?
  trap - EXIT
  # Not ignored with '', which started services would inherit. A bare `return` in the functions called here
  # would return the status from before the trap.
  trap : HUP INT TERM
  if [[ -n $JOB ]]; then stop "$JOB" 10; fi
  if [[ $PHASE == changing ]]; then roll_back || code=4; fi
  if [[ -n ${REPORTS:-} ]]; then report "$code" | mask_secrets | tee "$TEMP/report"; fi
  if [[ -s $TEMP/report ]]; then cp "$TEMP/report" "$STATE/report-$(date -u +%Y%m%d_%H%M%S).txt"; fi
  if [[ -n ${REPORTS:-} ]]; then notify "$code"; fi
  rm -rf "$TEMP"
  exit "$code"
}

outcome() {
  case $1 in
    0) printf 'succeeded' ;;
    1) printf 'failed, nothing was changed' ;;
    3) printf 'failed, rolled back to the previous version' ;;
    4) printf 'failed, and so did the rollback: fix it manually' ;;
    *) if ((${#ROLLED_BACK})); then printf 'interrupted, rolled back to the previous version'; else printf 'stopped early, nothing was changed'; fi ;;
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

# notify CODE: posts the result to WEBHOOK_URL, if set. A failure is only printed.
notify() {
  local url text
  url=$(secret_setting WEBHOOK_URL)
  [[ -n $url && -z $DRY_RUN ]] || return 0
  text="KPI Productivity, ${TITLE,} of $NAME: $(outcome "$1")${REASON:+ ($REASON)}"
  text=$(mask_secrets <<<"$text")
  text=${text//\\/\\\\} text=${text//\"/\\\"}
  printf '{"text":"%s","environment":"%s","exitCode":%s}' "$text" "$NAME" "$1" >"$TEMP/sent"
  curl -sS --config <(printf 'url = "%s"\n' "$url") --max-time 10 -o /dev/null -H 'Content-Type: application/json' \
    --data-binary "@$TEMP/sent" 2>/dev/null || say "The webhook could not be reached."
}

# step TITLE COMMAND…: runs it with its output in a file; on failure its last lines are printed, without
# secrets. With --dry-run the command is only printed.
step() {
  local words=$1 code=0
  shift
  say "  $words"
  if [[ -n $DRY_RUN ]]; then
    say "    would run: $*" | mask_secrets
    # shellcheck disable=SC2034 # `check` reads it
    DETAIL="not run"
    return 0
  fi
  # In the background, so that traps run at once. It does not inherit the lock.
  spawn "$@" >"$TEMP/step" 2>&1 8>&-
  JOB=$SPAWNED
  while true; do
    code=0
    wait "$JOB" || code=$?
    # A second signal, during the rollback, interrupts the wait but not the job.
    if ((code <= 128)) || ! alive "$JOB"; then break; fi
  done
  JOB=''
  if ((code != 0)); then
    tail -n 15 "$TEMP/step" | mask_secrets | sed 's/^/    /' >&2
    WHY="$words failed"
  fi
  return "$code"
}

# record_versions VERSION PREVIOUS: stores the running version, and the target of `rollback`.
record_versions() {
  printf '%s\n' "$1" >"$STATE/version"
  printf '%s' "$2" >"$STATE/before"
  # So that a manual `docker compose up` uses it too.
  if [[ $METHOD == docker && -w .env ]]; then
    sed -i '/^KPI_VERSION=/d' .env
    say "KPI_VERSION=$1" >>.env
  fi
}

# roll_back: starts the previous version and checks its health. The database is not changed: migrations are
# compatible with the previous version.
roll_back() {
  PHASE=after
  if [[ -z $PREVIOUS ]]; then
    say "There is no previous version to roll back to."
    return 1
  fi
  say "Rolling back:"
  WHY=''
  if "return_$METHOD" && wait_until_healthy "$(setting SETTLE_SECONDS 180)"; then
    ROLLED_BACK=yes
    say "the previous version is healthy"
    return 0
  fi
  say "  the rollback failed: $WHY" | mask_secrets
  return 1
}

# verify_only REDIS_REQUIRED [CHECK…]: checks the system at URL, and exits.
verify_only() {
  local required=$1 more
  shift
  use_base "$URL"
  REPORTS=yes
  say "Checking $BASE:"
  verify "$NAME" "$required"
  # One error is enough for an unhealthy system.
  for more in "$@"; do ! all_passed || "$more"; done
  all_passed || exit_with 1 "$BASE fails its checks: ${FAILED_CHECKS[0]}."
  exit 0
}

# deploy ENVIRONMENT REDIS_REQUIRED [CHECK…]: builds, migrates, releases and verifies. A failure after the
# start of the release causes a rollback.
deploy() {
  local environment=$1 required=$2 more
  shift 2
  "build_$METHOD" || exit_with 1 "$WHY, so nothing was changed."
  for more in "${BEFORE_MIGRATION[@]}"; do "$more"; done
  "migrate_$METHOD" || exit_with 1 "$WHY: each migration is a transaction, so the running version is not affected."
  # Without a release there is nothing to roll back.
  if [[ -z $DRY_RUN && $METHOD$(setting RELEASE_COMMAND '') != none ]]; then PHASE=changing; fi
  "release_$METHOD" || exit_with "$(failed_code)" "$WHY."
  if [[ -n $DRY_RUN ]]; then
    say "  would check $BASE"
    return 0
  fi
  wait_until_healthy "$(setting SETTLE_SECONDS 180)" || exit_with "$(failed_code)" "The new version did not become healthy: $WHY."
  verify "$environment" "$required"
  for more in "$@"; do "$more"; done
  all_passed || exit_with "$(failed_code)" "The new version fails its checks: ${FAILED_CHECKS[0]}."
  record_versions "$VERSION" "$PREVIOUS"
  PHASE=after
}
BEFORE_MIGRATION=()

# 3 if there will be a rollback, 1 if nothing was changed.
failed_code() { if [[ $PHASE == changing ]]; then printf 3; else printf 1; fi; }
