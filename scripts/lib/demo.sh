# shellcheck shell=bash
# The application with a year of demo data, for scripts that look at its pages. Source it after common.sh and
# build.sh.

has_started() { grep -q '^KPI Productivity runs at ' "$TEMP/app.log"; }
started_or_gone() { has_started || gone "$APP"; }

stop_demo() {
  trap - EXIT
  if [[ -n ${APP:-} ]]; then stop "$APP" 30; fi
  rm -rf "$TEMP"
}

# start_demo NAME: starts it on free ports with its data in a temporary folder, which ends with the script. Sets
# TEMP, and exports BASE_URL, EMAIL and PASSWORD of the demo user.
start_demo() {
  need_node
  make_temp "$1"
  clean_up_on_exit stop_demo
  export GATEWAY_PORT BACKEND_PORT FRONTEND_PORT
  GATEWAY_PORT=$(free_port) BACKEND_PORT=$(free_port) FRONTEND_PORT=$(free_port)
  spawn env DATA_DIR="$TEMP/data" DATABASE_URL="sqlite:$TEMP/kpi.db" RATE_LIMIT_MAX_REQUESTS=100000 \
    VITE_API_URL=/api scripts/dev.sh --demo >"$TEMP/app.log" 2>&1
  APP=$SPAWNED
  wait_for 1800 started_or_gone || true
  has_started || die "The application did not start: $(<"$TEMP/app.log")"

  export EMAIL PASSWORD BASE_URL=http://localhost:$GATEWAY_PORT
  read -r EMAIL PASSWORD < <(sed -nE 's/^Demo user: (\S+) +password: (\S+)$/\1 \2/p' "$TEMP/app.log")
}
