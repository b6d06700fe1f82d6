#!/usr/bin/env bats
# The functions of scripts/lib/common.sh.

load helpers

@test "versions are compared numerically" {
  at_least 1.95.0 1.95
  at_least 20.19.0 20.19
  at_least 22.1.0 20.19
  at_least 1.100.0 1.95
  refute at_least 20.9.0 20.19
  refute at_least 18.20.4 20.19
  refute at_least 1.94.9-nightly 1.95
}

@test "settings come from the environment, then .env, then the default" {
  cd "$BATS_TEST_TMPDIR"
  printf '%s\n' 'A=1' 'B="two words" # why' "export C='3'" 'D=4 # why' 'E=' 'A=last' >.env
  unset A B C D E F
  [[ $(setting A x) == last && $(setting B x) == "two words" && $(setting C x) == 3 ]]
  [[ $(setting D x) == 4 && $(setting E x) == x && $(setting F x) == x ]]
  [[ $(A=here setting A x) == here ]]
  is_set A
  refute is_set E
  F_FILE=/run/secrets/f is_set F
}

@test "a port is in use while a process listens on it" {
  local port
  port=$(free_port)
  refute port_in_use "$port"
  node -e 'require("http").createServer((_, answer) => { answer.statusCode = 503; answer.end() }).listen(process.argv[1])' \
    "$port" 3>&- &
  wait_for 120 port_in_use "$port"
  [[ $(http_status "$port" /) == 503 ]]
  stop $! 5
  refute port_in_use "$port"
  [[ -z $(http_status "$port" /) ]]
}

@test "free ports in sequence differ" {
  local -a ports=()
  local number
  for number in {1..50}; do ports[number]=$(free_port); done
  for number in {1..50}; do free_port >"$BATS_TEST_TMPDIR/port" && ports+=("$(<"$BATS_TEST_TMPDIR/port")"); done
  (($(printf '%s\n' "${ports[@]}" | sort -u | wc -l) == 100))
}

@test "a process that ignores a signal is killed" {
  spawn bash -c 'trap "" TERM; echo ready; while true; do sleep 0.1; done' >"$BATS_TEST_TMPDIR/stubborn" 3>&-
  local id=$SPAWNED
  wait_for 120 grep -q ready "$BATS_TEST_TMPDIR/stubborn"
  stop "$id" 1
  gone "$id"
}

@test "secrets are long and unique" {
  [[ $(random_secret) =~ ^[0-9a-f]{64}$ ]]
  [[ $(random_secret) != "$(random_secret)" ]]
}

@test "no environment file and no secret is committed, and git ignores them" {
  cd "$REPOSITORY" || exit
  local file
  for file in .env .env.production secrets/jwt-secret data/jwt-secret; do
    echo "$file"
    git check-ignore -q "$file"
  done
  [[ $(git ls-files -- '*.env' '.env*' '*/.env*' secrets data) == .env.example ]]
}
