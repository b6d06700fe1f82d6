#!/usr/bin/env bash
# Runs every test of KPI Productivity, or the named steps; see --help.

set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh
# shellcheck source=scripts/lib/build.sh
. scripts/lib/build.sh
# shellcheck source=scripts/lib/compose.sh
. scripts/lib/compose.sh
# shellcheck source=scripts/lib/packages.sh
. scripts/lib/packages.sh
# shellcheck source=scripts/lib/servers.sh
. scripts/lib/servers.sh
# shellcheck source=scripts/lib/deny.sh
. scripts/lib/deny.sh

STEPS=(
  format clippy dependencies rust postgres schemathesis outages fairness
  web-lint web-types web-test web-build web-size api-types
  shellcheck bats e2e-sqlite e2e-postgres compose
)
declare -A ABOUT=(
  [format]="cargo fmt and prettier"
  [clippy]="clippy and rustdoc without warnings"
  [dependencies]="licenses, bans and sources (deny.toml); vulnerabilities: scripts/audit.sh"
  [rust]="unit and property tests, and the API suite on SQLite"
  [postgres]="the API suite on two instances with PostgreSQL and Redis, and the service behind PgBouncer"
  [schemathesis]="requests made from the API description, against the service on SQLite"
  [outages]="outages of Redis and PostgreSQL under load"
  [fairness]="one account's heavy work does not block others"
  [web-lint]="eslint"
  [web-types]="the TypeScript compiler"
  [web-test]="vitest, in part in Chromium"
  [web-build]="the web app builds"
  [web-size]="its first load is within the budget"
  [api-types]="the web app's API types match openapi.json"
  [shellcheck]="shellcheck on every script"
  [bats]="the tests of the scripts"
  [e2e-sqlite]="Playwright through the gateway, on SQLite"
  [e2e-postgres]="Playwright through the gateway, on PostgreSQL and Redis: what people and devices do together"
  [compose]="docker-compose.yml, if a Docker engine is running: scripts/test-compose.sh"
)
# The test runner of a step; steps without one count as one test.
declare -A RUNNER=(
  [rust]=cargo [postgres]=cargo [web-test]=vitest [bats]=bats
  [e2e-sqlite]=playwright [e2e-postgres]=playwright [compose]=bats
)
SKIPPED=77
STEP_TIMEOUT=2700
# Lines of a failed step's log to print; on CI the files are not kept.
SHOWN_LINES=80
if [[ ${CI:-} == true ]]; then SHOWN_LINES=500; fi

usage() {
  local step
  say "Usage: scripts/test.sh [STEP…]"
  say
  say "Runs the named steps, or all of them in this order:"
  for step in "${STEPS[@]}"; do printf '  %-13s %s\n' "$step" "${ABOUT[$step]}"; done
  cat <<'TEXT'

  --list      list the steps' names only
  -h, --help  show this

Missing programs (PostgreSQL, PgBouncer, Redis, nginx, Chromium, shellcheck, bats) are installed with apt-get, if
that works without a password; otherwise the step is skipped and prints what to install. With
CI=true a skipped step or test is a failure, except compose without a Docker engine. The tests start
their own servers on free ports, and stop them.

  E2E_CHROMIUM   the browser to use
  CI_CACHE_DIR   the cache of the built cargo-deny and of schemathesis, by default ~/.cache/kpi-productivity
TEXT
}

# --- The steps. Each runs in a separate shell with errexit; 77 means skipped, with the reason as last line.

step_format() {
  cargo fmt --all --check
  web_packages
  cd "$WEB"
  npm run --silent format:check
}

step_clippy() {
  rust_tools
  cargo clippy --locked --workspace --all-targets "${CARGO_FEATURES[@]}" -- -D warnings
  RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --no-deps "${CARGO_FEATURES[@]}"
}

step_dependencies() {
  rust_tools
  cargo_deny "$TEMP" bans licenses sources
}

step_rust() {
  rust_tools
  provide has_redis redis-server || return "$SKIPPED"
  cargo test --locked --workspace --no-fail-fast "${CARGO_FEATURES[@]}"
}

step_postgres() {
  rust_tools
  provide has_postgres postgresql || return "$SKIPPED"
  provide has_pgbouncer pgbouncer || return "$SKIPPED"
  provide has_redis redis-server || return "$SKIPPED"
  start_postgres
  start_redis
  # The whole workspace, so that features and built crates are the same as in `rust`.
  TEST_INSTANCES=2 TEST_DATABASE_URL=$POSTGRES_URL TEST_REDIS_URL=$REDIS_URL \
    cargo test --locked --workspace --no-fail-fast "${CARGO_FEATURES[@]}" --test api --test pooler
}

step_schemathesis() {
  local code=0 port backend log=$TEMP/logs/schemathesis-service.log
  local -a environment
  rust_tools
  provide_schemathesis || return "$SKIPPED"
  build_binaries
  backend=$(binary_folder)/kpi-backend
  port=$(free_port)
  mkdir -p "$TEMP/schemathesis" "$TEMP/pids"
  environment=(
    env -i -C "$TEMP/schemathesis" PATH="$PATH" LOG_DIR='' LOG_LEVEL=warn HOST=127.0.0.1 PORT="$port"
    DATABASE_URL="sqlite:$TEMP/schemathesis/kpi.db" JWT_SECRET="$(random_secret)" REDIS_REQUIRED=false BCRYPT_ROUNDS=4
    RATE_LIMIT_MAX_REQUESTS=0 RATE_LIMIT_USER_MAX_REQUESTS=0 RATE_LIMIT_AUTH_MAX_REQUESTS=0
  )
  ADMIN_PASSWORD=$(random_secret)
  export ADMIN_EMAIL=admin@example.com ADMIN_PASSWORD
  "${environment[@]}" "$backend" migrate deploy
  "${environment[@]}" "$backend" user create-admin --password-stdin "$ADMIN_EMAIL" Administrator <<<"$ADMIN_PASSWORD"
  spawn "${environment[@]}" "$backend" serve >"$log" 2>&1
  say "$SPAWNED" >"$TEMP/pids/schemathesis"
  wait_for 60 port_in_use "$port"
  # A fixed seed, so that a failure comes again.
  PYTHONPATH=scripts/schemathesis "$SCHEMATHESIS" --config-file scripts/schemathesis/schemathesis.toml run \
    --checks all --phases examples,coverage,fuzzing,stateful --max-time 150 --seed 1 --no-color \
    "http://127.0.0.1:$port/api/openapi.json" || code=$?
  stop "$SPAWNED" 20
  rm -f "$TEMP/pids/schemathesis"
  return "$code"
}

step_outages() {
  rust_tools
  provide has_postgres postgresql || return "$SKIPPED"
  provide has_redis redis-server || return "$SKIPPED"
  scripts/test-outages.sh
}

step_fairness() {
  rust_tools
  provide has_postgres postgresql || return "$SKIPPED"
  scripts/test-fairness.sh
}

step_web_lint() { web lint; }
step_web_types() { web typecheck; }

step_web_test() {
  web_packages
  provide_chromium || return "$SKIPPED"
  export E2E_CHROMIUM
  web test
}
step_api_types() { web api:check; }

step_web_build() {
  web_packages
  web_build
}

step_web_size() {
  step_web_build
  web size
}

step_shellcheck() {
  provide has_shellcheck shellcheck || return "$SKIPPED"
  local -a scripts
  mapfile -t scripts < <(
    find . \( -name node_modules -o -name target -o -name .git -o -name data \) -prune -o -type f -print |
      while IFS= read -r file; do
        head -c 64 "$file" | head -n 1 | tr -d '\0' |
          grep -qE '^(#!.*[/ ](ba|da|k)?sh|#!.*[/ ]bats|# shellcheck shell=)' && say "$file"
      done
  )
  printf '%s\n' "${scripts[@]}"
  shellcheck -x "${scripts[@]}"
}

step_bats() {
  provide has_bats bats || return "$SKIPPED"
  # Tests that need missing programs are skipped.
  provide has_tested_programs postgresql redis-server nginx prometheus systemd curl openssl certbot pebble docker-compose || true
  provide_kubernetes_validate || true
  bats --formatter tap scripts/tests
}

step_e2e_sqlite() {
  mkdir -p "$TEMP/e2e-sqlite"
  end_to_end e2e-sqlite "sqlite:$TEMP/e2e-sqlite/kpi.db"
}

# The specs in which the servers matter: the API suite tests on both databases what the other screens show.
step_e2e_postgres() {
  provide has_postgres postgresql || return "$SKIPPED"
  provide has_redis redis-server || return "$SKIPPED"
  start_postgres
  start_redis
  create_database e2e
  export REDIS_URL
  end_to_end e2e-postgres "$DATABASE_URL" \
    administration email live sessions spine together
}

step_compose() {
  # The browser test runs if a browser is installed.
  if find_chromium && web_packages_are_there; then export E2E_CHROMIUM; else unset E2E_CHROMIUM; fi
  scripts/test-compose.sh
}

# --- Shared by the steps.

rust_tools() {
  provide has_c_compiler build-essential pkg-config libssl-dev || return "$SKIPPED"
  need_rust
}

has_c_compiler() { have "${CC:-cc}"; }
has_shellcheck() { have shellcheck; }
has_bats() { have bats; }
has_tested_programs() {
  has_postgres && has_redis && have nginx && have promtool && have systemd-analyze && have curl && have openssl &&
    have certbot && have pebble && find_compose
}

# web SCRIPT: a script of the web app's package.json.
web() {
  web_packages
  (cd "$WEB" && npm run --silent "$1")
}

# end_to_end NAME DATABASE_URL [SPEC…]: starts the application with scripts/dev.sh, and runs the e2e tests, or these.
end_to_end() {
  local name=$1 url=$2 code=0 port backend_port log=$TEMP/logs/$1-services.log
  shift 2
  web_packages
  provide_chromium || return "$SKIPPED"
  rust_tools
  port=$(free_port) backend_port=$(free_port)
  # All test users share one address, and sign up within minutes.
  spawn env RATE_LIMIT_MAX_REQUESTS=100000 RATE_LIMIT_AUTH_MAX_REQUESTS=100000 GATEWAY_PORT="$port" BACKEND_PORT="$backend_port" FRONTEND_PORT="$(free_port)" \
    DATA_DIR="$TEMP/$name" DATABASE_URL="$url" JWT_SECRET="$(random_secret)" BCRYPT_ROUNDS=4 VITE_API_URL=/api \
    scripts/dev.sh >"$log" 2>&1
  mkdir -p "$TEMP/pids"
  say "$SPAWNED" >"$TEMP/pids/$name"
  wait_for 1800 started_or_gone "$SPAWNED" "$log" || true
  if ! has_started "$log"; then
    cat "$log"
    say "The application did not start; its output is above."
    return 1
  fi
  (
    E2E_BINARIES=$(binary_folder)
    cd "$WEB"
    export E2E_BINARIES
    export E2E_BASE_URL=http://localhost:$port E2E_BACKEND_URL=http://localhost:$backend_port E2E_CHROMIUM
    export E2E_MAIL_DIR=$TEMP/$name/mail E2E_DATABASE_URL=$url
    npm run --silent e2e -- --reporter=list --output="$TEMP/logs/$name-browser" "$@"
  ) || code=$?
  stop "$SPAWNED" 30
  rm -f "$TEMP/pids/$name"
  # Keep the services' logs together with the browser's traces.
  cp -r "$TEMP/$name/logs" "$TEMP/logs/$name-logs"
  return "$code"
}

has_started() { grep -q '^KPI Productivity runs at ' "$1"; }
started_or_gone() { has_started "$2" || gone "$1"; }

# Finds or installs a working Chromium, and sets E2E_CHROMIUM.
provide_chromium() {
  local own
  find_chromium && return
  # Ubuntu's package is a snap, which containers cannot run.
  if may_install && grep -qs '^ID=debian' /etc/os-release; then
    apt_install chromium && find_chromium && return
  elif may_install; then
    (cd "$WEB" && as_root env PATH="$PATH" npx playwright install-deps chromium) || true
  fi
  (cd "$WEB" && npx playwright install chromium) || true
  own=$(cd "$WEB" && node -p 'require("@playwright/test").chromium.executablePath()')
  if [[ -x $own ]]; then
    E2E_CHROMIUM=$own
    return
  fi
  say "To run this, install Chromium (apt-get install chromium) or set E2E_CHROMIUM to the browser's path."
  return 1
}

find_chromium() {
  local name
  for name in ${E2E_CHROMIUM:+"$E2E_CHROMIUM"} chromium chromium-browser google-chrome-stable google-chrome; do
    if have "$name" && "$name" --version >/dev/null 2>&1; then
      E2E_CHROMIUM=$(command -v "$name")
      return
    fi
  done
  return 1
}

# --- Parsing the runners' summaries: "passed failed skipped", summed over the step.

count_cargo() { awk '/^test result:/ { p += $4; f += $6; s += $8 } END { print p + 0, f + 0, s + 0 }'; }

count_vitest() { words '^ *Tests +'; }
count_playwright() { words '^ +[0-9]+ (passed|failed|flaky|skipped|did not run|interrupted)'; }

# Sums "12 passed" and the like in matching lines; a flaky test counts as failed.
words() {
  awk -v lines="$1" '
    $0 ~ lines {
      for (i = 1; i < NF; i++) if ($i ~ /^[0-9]+$/) {
        if ($(i + 1) == "passed") p += $i
        else if ($(i + 1) ~ /^(failed|flaky|interrupted)/) f += $i
        else if ($(i + 1) ~ /^(skipped|todo|did)/) s += $i
      }
    }
    END { print p + 0, f + 0, s + 0 }'
}

count_bats() {
  awk '
    /^ok [0-9]+ .*# skip/ { s++; next }
    /^ok [0-9]+/ { p++ }
    /^not ok [0-9]+/ { f++ }
    END { print p + 0, f + 0, s + 0 }'
}

plain() { sed 's/\x1b\[[0-9;?]*[A-Za-z]//g; s/\r$//; s/.*\r//' "$1"; }

# --- Running them.

PASSED=0
FAILED=0
PROBLEMS=()
STEP_PID=

clean_up() {
  local code=$?
  trap - EXIT
  trap '' HUP INT TERM
  progress ''
  if [[ -n $STEP_PID ]]; then stop "$STEP_PID" 10; fi
  stop_servers
  restore_policy
  # Keep the logs of failed steps, unless interrupted.
  if ((${#PROBLEMS[@]} && code < 128)); then
    find "$TEMP" -mindepth 1 -maxdepth 1 ! -name logs -exec rm -rf {} +
  else
    rm -rf "$TEMP"
  fi
}

# A progress line that the next one replaces; on a terminal only.
progress() {
  [[ -t 1 ]] || return 0
  printf '\r\033[K%.*s' $((${COLUMNS:-80} - 1)) "$1"
}

run_step() {
  local step=$1 log=$TEMP/logs/$1.log code=0 began=$SECONDS last_report=$SECONDS
  local passed=0 failed=0 skipped=0 took outcome
  [[ -t 1 ]] || say "--- $step: ${ABOUT[$step]}"
  spawn step_shell "$step" >"$log" 2>&1
  STEP_PID=$SPAWNED
  until gone "$STEP_PID"; do
    progress "--- $step ($((SECONDS - began)) s) $(tail -c 400 "$log" | tail -n 1 | tr -d '\r')"
    if [[ ! -t 1 ]] && ((SECONDS - last_report >= 60)); then
      last_report=$SECONDS
      say "    $step ($((SECONDS - began)) s) $(tail -n 1 "$log")"
    fi
    if ((SECONDS - began > STEP_TIMEOUT)); then
      say "It did not finish within $STEP_TIMEOUT seconds." >>"$log"
      kill -TERM -- "-$STEP_PID"
    fi
    sleep 0.2
  done
  wait "$STEP_PID" || code=$?
  STEP_PID=
  took="$((SECONDS - began)) s"
  progress ''
  if [[ -n ${RUNNER[$step]:-} ]]; then
    read -r passed failed skipped < <(plain "$log" | "count_${RUNNER[$step]}")
  fi
  case $code in
    0)
      if [[ -z ${RUNNER[$step]:-} ]]; then passed=1; fi
      outcome="ok       $step: $passed passed"
      if ((skipped > 0)); then outcome+=", $skipped skipped"; fi
      if ((failed > 0)); then outcome="FAILED   $step: $failed failed, $passed passed"; fi
      if ((passed + failed + skipped == 0)); then
        failed=1 outcome="FAILED   $step: it ran no test"
      elif [[ ${CI:-} == true ]] && ((skipped > 0)); then
        failed=$((failed + skipped))
        outcome="FAILED   $step: $skipped tests were skipped, which CI=true does not allow"
      fi
      ;;
    "$SKIPPED")
      outcome="skipped  $step: $(tail -n 1 "$log")"
      # A CI machine may have no Docker engine.
      if [[ ${CI:-} == true && $step != compose ]]; then
        failed=1 outcome="FAILED   $step: skipped, which CI=true does not allow: $(tail -n 1 "$log")"
      fi
      ;;
    *)
      if ((failed == 0)); then failed=1; fi
      outcome="FAILED   $step: $failed failed, $passed passed"
      ;;
  esac
  if ((failed > 0)); then
    say "    the last lines of $log:"
    tail -n "$SHOWN_LINES" "$log" | sed 's/^/    /'
    PROBLEMS+=("$outcome")
  fi
  PASSED=$((PASSED + passed))
  FAILED=$((FAILED + failed))
  say "$outcome ($took)"
}

step_shell() {
  set -e
  "step_${1//-/_}"
}

SELECTED=()
while (($#)); do
  case $1 in
    --list)
      printf '%s\n' "${STEPS[@]}"
      exit 0
      ;;
    -h | --help)
      usage
      exit 0
      ;;
    *)
      [[ -n ${ABOUT[$1]:-} ]] || die "unknown step \"$1\"; see scripts/test.sh --list."
      SELECTED+=("$1")
      ;;
  esac
  shift
done
((${#SELECTED[@]})) || SELECTED=("${STEPS[@]}")

need_node
need cargo "cargo is missing: install Rust from https://rustup.rs, open a new shell and start again."
# Unset the services' settings, so that they do not affect tests.
while IFS= read -r name; do
  unset "$name" "${name}_FILE"
done < <(sed -nE 's/^#? ?([A-Z][A-Z0-9_]*)=.*/\1/p' .env.example)
# Backtraces of failed assertions are noise.
export RUST_BACKTRACE=0
# Do not write pending snapshots.
export INSTA_UPDATE=no
unset TEST_DATABASE_URL TEST_REDIS_URL TEST_INSTANCES E2E_BASE_URL

TEMP=$(mktemp -d "${TMPDIR:-/tmp}/kpi-test.XXXXXX")
# The servers' user needs to enter it.
chmod 711 "$TEMP"
# Temporary files of tests and browsers are removed with it.
mkdir -m 1777 "$TEMP/tmp"
mkdir "$TEMP/logs"
export TMPDIR=$TEMP/tmp
clean_up_on_exit clean_up

for step in "${SELECTED[@]}"; do run_step "$step"; done

say
if ((${#PROBLEMS[@]})); then
  printf '%s\n' "${PROBLEMS[@]}"
  say "Their logs are in $TEMP/logs."
fi
say "Total time: $((SECONDS / 60)) min $((SECONDS % 60)) s."
say "$PASSED passed, $FAILED failed"
((FAILED == 0))
