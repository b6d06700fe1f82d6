#!/usr/bin/env bats
# scripts/dev.sh with the real services.

# shellcheck disable=SC2153,SC2154 # OUTPUT, STATUS and DEV come from helpers, stderr from bats
load helpers

setup() {
  use_free_ports
}

teardown() {
  stop_dev
}

@test "the application starts with a demo user who can sign in, and Ctrl-C stops it" {
  start "$REPOSITORY" --demo
  wait_until_ready 1800
  # The checks of the deployment guide.
  [[ $(http_status "$GATEWAY_PORT" /api/health) == 200 ]]
  [[ $(http_status "$BACKEND_PORT" /health) == 200 ]]
  [[ $(http_status "$FRONTEND_PORT" /) == 200 ]]

  wait_for 120 grep -q '^Demo user: ' "$OUTPUT"
  local email password
  read -r _ _ email _ password < <(grep '^Demo user: ' "$OUTPUT")
  sign_in "$email" "$password" 200
  sign_in "$email" "not-$password" 401

  local -a services
  mapfile -t services < <(children | while read -r id; do grep -qz serve "/proc/$id/cmdline" && echo "$id"; done)
  ((${#services[@]} == 3))
  kill -INT -- "-$DEV"
  wait_until_stopped
  ((STATUS == 0))
  none_of "${services[@]}"
  refute port_in_use "$GATEWAY_PORT"

  # A second start builds nothing, and the data is kept.
  start "$REPOSITORY"
  wait_until_ready
  refute grep -E 'Compiling|npm|vite' "$OUTPUT"
  sign_in "$email" "$password" 200
}

# sign_in EMAIL PASSWORD STATUS: through the gateway, as the browser does.
sign_in() {
  node -e '
    const [url, email, password, status] = process.argv.slice(1);
    const headers = { "content-type": "application/json" };
    fetch(url, { method: "POST", headers, body: JSON.stringify({ email, password }) })
      .then((answer) => process.exit(String(answer.status) === status ? 0 : 1));
  ' "http://localhost:$GATEWAY_PORT/api/auth/login" "$@"
}
