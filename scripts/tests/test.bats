#!/usr/bin/env bats
# The logic of scripts/test.sh.

load helpers

setup() {
  make_project
  cp "$REPOSITORY/.env.example" "$PROJECT/"
  export TMPDIR=$BATS_TEST_TMPDIR/tmp
  mkdir "$TMPDIR"
  unset CI
}

@test "--list prints the steps in order, and --help describes them" {
  run "$PROJECT/scripts/test.sh" --list
  ((status == 0))
  [[ ${lines[0]} == format && ${lines[1]} == clippy ]]
  local step
  local -a steps=("${lines[@]}")
  run "$PROJECT/scripts/test.sh" --help
  ((status == 0))
  for step in "${steps[@]}"; do grep -qE "^  $step +[a-zA-Z]" <<<"$output"; done
}

@test "an unknown step is rejected before anything runs" {
  run "$PROJECT/scripts/test.sh" format everything
  ((status != 0))
  [[ $output == 'test.sh: unknown step "everything"'* ]]
  [[ ! -s $CALLS ]]
}

@test "the last line sums up the checks, and nothing is left behind" {
  run script "$PROJECT/scripts/test.sh" format web-lint
  echo "$output"
  ((status == 0))
  [[ ${lines[-1]} == "2 passed, 0 failed" ]]
  [[ -z $(ls "$TMPDIR") ]]
}

@test "a failure names its step, prints its output and fails the run" {
  NPM_FAILS=run run script "$PROJECT/scripts/test.sh" web-lint format
  ((status == 1))
  [[ $output == *"npm error"* && $output == *"FAILED   web-lint"* ]]
  [[ ${lines[-1]} == "0 passed, 2 failed" ]]
}

@test "the runners' counts are added, and so are failures" {
  printf '#!/bin/sh\n%s\n%s\nexit 101\n' \
    'echo "test result: FAILED. 5 passed; 2 failed; 0 ignored; 0 measured"' \
    'echo "test result: ok. 7 passed; 0 failed; 0 ignored; 0 measured"' >"$BIN/fake"
  rm "$BIN/cargo" && mv "$BIN/fake" "$BIN/cargo" && chmod +x "$BIN/cargo"
  run script "$PROJECT/scripts/test.sh" rust
  ((status == 1))
  [[ ${lines[-1]} == "12 passed, 2 failed" ]]
}

@test "a runner that ran no test has failed" {
  run script "$PROJECT/scripts/test.sh" rust
  ((status == 1))
  [[ ${lines[-1]} == "0 passed, 1 failed" && $output == *"it ran no test"* ]]
}

@test "steps with missing programs are skipped with the reason, but never on CI" {
  without bats
  without apt-get
  run script "$PROJECT/scripts/test.sh" bats
  ((status == 0))
  [[ $output == *"skipped  bats: To run this, install what it needs: apt-get install bats"* ]]
  [[ ${lines[-1]} == "0 passed, 0 failed" ]]
  CI=true run script "$PROJECT/scripts/test.sh" bats
  ((status == 1))
  [[ ${lines[-1]} == "0 passed, 1 failed" ]]
}

@test "schemathesis is skipped with the reason if it cannot be installed, but not on CI" {
  without apt-get
  without python3
  run script "$PROJECT/scripts/test.sh" schemathesis
  ((status == 0))
  [[ $output == *"skipped  schemathesis: To run this, install what it needs: apt-get install python3-venv"* ]]
  # Python is there, and the network is not.
  cat >"$BIN/python3" <<'SH'
#!/bin/sh
[ "$1" = -c ]
SH
  chmod +x "$BIN/python3"
  run script "$PROJECT/scripts/test.sh" schemathesis
  ((status == 0))
  [[ $output == *"skipped  schemathesis: To run this, install schemathesis: python3 -m venv "* ]]
  CI=true run script "$PROJECT/scripts/test.sh" schemathesis
  ((status == 1))
}

@test "without a Docker engine the compose test is skipped with the reason, also on CI" {
  without docker
  CI=true run script "$PROJECT/scripts/test.sh" compose
  ((status == 0))
  [[ $output == *"skipped  compose: There is no Docker engine with Compose here."* ]]
  [[ ${lines[-1]} == "0 passed, 0 failed" ]]
}

@test "the summaries of the runners are parsed" {
  # shellcheck disable=SC1090 # only its functions
  . <(sed -n '/^count_cargo/,/^plain/p' "$REPOSITORY/scripts/test.sh")
  [[ $(count_cargo <<<"test result: ok. 3 passed; 0 failed; 2 ignored; 0 measured; 1 filtered out") == "3 0 2" ]]
  [[ $(count_vitest <<<"      Tests  1 failed | 11 passed | 2 skipped (14)") == "11 1 2" ]]
  [[ $(count_playwright < <(printf '  1 failed\n    a.spec.ts\n  1 flaky\n  2 skipped\n  3 did not run\n  12 passed (3.4s)\n')) == "12 2 5" ]]
  [[ $(count_bats < <(printf '1..3\nok 1 a\nnot ok 2 b\nok 3 c # skip why\n')) == "1 1 1" ]]
}
