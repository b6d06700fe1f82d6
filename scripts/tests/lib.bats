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
  read_dotenv
  [[ $(setting A x) == last && $(setting B x) == "two words" && $(setting C x) == 3 ]]
  [[ $(setting D x) == 4 && $(setting E x) == x && $(setting F x) == x ]]
  [[ $(A=here setting A x) == here ]]
  is_set A
  refute is_set E
  F_FILE=/run/secrets/f is_set F
}

@test ".env is read as by the services, or refused by its line, without the value" {
  cd "$BATS_TEST_TMPDIR"
  local line expected name read count=0
  while IFS=$'\t' read -r line expected; do
    [[ $line != //* ]] || continue
    printf '%s\n' "$line" >.env
    run read_dotenv
    read=refused
    if ((status == 0)); then
      read_dotenv
      for name in "${!DOTENV[@]}"; do read="|${DOTENV[$name]}|"; done
    else
      [[ $output == *".env: line 1 "* && $output != *def* ]]
    fi
    echo "$line: $read"
    [[ $read == "$expected" ]]
    count=$((count + 1))
  done <"$REPOSITORY/scripts/tests/dotenv-values.tsv"
  ((count > 50))
}

@test ".env may have a byte order mark and Windows line ends, and another encoding is named" {
  cd "$BATS_TEST_TMPDIR"
  local text
  unset A B
  for text in 'A=1\nB=é\n' 'A=1\r\nB=é\r\n' '\xEF\xBB\xBFA=1\nB=é' '\xEF\xBB\xBF# why\r\nA=1\r\n\r\nB=é'; do
    # shellcheck disable=SC2059 # the text is the format
    printf "$text" >.env
    read_dotenv
    [[ $(setting A x) == 1 && $(setting B x) == é ]]
  done
  for text in UTF-16 UTF-16BE UTF-16LE ISO-8859-1; do
    printf 'A=é\n' | iconv -f UTF-8 -t "$text" >.env
    run -1 read_dotenv
    [[ $output == *": .env is not UTF-8 text, perhaps UTF-16: save it as UTF-8." ]]
  done
  printf '\xEF\xBB\xBFsecret \r\n' >file
  : >.env
  read_dotenv
  export A_FILE=file
  [[ $(secret_setting A) == 'secret ' ]]
}

@test "Compose and the shell read values in single quotes as the services do" {
  # shellcheck source=scripts/lib/compose.sh
  . "$REPOSITORY/scripts/lib/compose.sh"
  find_compose || skip "Compose is not installed"
  cd "$BATS_TEST_TMPDIR"
  local line expected count=0
  printf '%s\n' "services: {x: {image: y, environment: {READ: \"|\${A}|\"}}}" 'version: "3"' >docker-compose.yml
  while IFS=$'\t' read -r line expected; do
    [[ $line == "A='"*"'" && $expected != refused ]] || continue
    printf '%s\n' "$line" >.env
    echo "$line"
    # Compose writes a $ as $$.
    [[ $(env -u A "${COMPOSE[@]}" config | sed -n 's/.*READ: //p' | sed -E "s/^'(.*)'$/\1/; s/''/'/g; s/\\$\\$/$/g") == "$expected" ]]
    # shellcheck source=/dev/null
    [[ "|$(. ./.env && printf '%s' "$A")|" == "$expected" ]]
    count=$((count + 1))
  done <"$REPOSITORY/scripts/tests/dotenv-values.tsv"
  ((count > 8))
}

@test "database URLs are refused as by the service, without a piece of the password" {
  # shellcheck source=scripts/lib/database.sh
  . "$REPOSITORY/scripts/lib/database.sh"
  local url expected found count=0
  while IFS=$'\t' read -r url expected; do
    [[ $url != //* ]] || continue
    found=$(postgres_url_problem "$url")
    echo "$url: $found"
    [[ ${found:-valid} == "$expected"* && $found != *ss:* ]]
    count=$((count + 1))
  done <"$REPOSITORY/scripts/tests/database-urls.tsv"
  ((count > 40))
}

@test "of a newer pg_restore's output, older servers get all but the setting that they do not know" {
  # shellcheck source=scripts/lib/database.sh
  . "$REPOSITORY/scripts/lib/database.sh"
  local head=$'SET lock_timeout = 0;\nSET transaction_timeout = 0;\nSET row_security = off;'
  local rest=$'SELECT pg_catalog.set_config(\'search_path\', \'\', false);\nCOPY public.t (x) FROM stdin;\nSET transaction_timeout = 0;\n\\.'
  [[ $(for_older_servers <<<"$head"$'\n'"$rest") == $'SET lock_timeout = 0;\nSET row_security = off;\n'"$rest" ]]
  [[ $(for_older_servers <<<"$rest") == "$rest" ]]
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
