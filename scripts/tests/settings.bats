#!/usr/bin/env bats
# .env.example against what the services really read.

load helpers

setup() {
  cd "$REPOSITORY" || exit
  # shellcheck source=scripts/lib/build.sh
  . scripts/lib/build.sh
  need_rust
  build_binaries 3>&-
  BINARIES=$(binary_folder)
}

# documented SECTION…: "NAME=value" as .env.example has them in these sections.
documented() {
  local section
  for section in "$@"; do
    sed -n "/^# --- $section/,/^# --- /p" .env.example
  done | sed -nE 's/^#([A-Z][A-Z0-9_]*=[^ ]*).*/\1/p' | sort
}

# effective BINARY: "NAME=value" as the service has them where nobody sets anything.
effective() {
  (
    cd "$BATS_TEST_TMPDIR"
    env -i PATH="$PATH" "$BINARIES/$1" config || true
  ) | sed -E -e 's/ {2,}default$//' -e 's/^([A-Z0-9_]+) +/\1=/' \
    -e 's/=(\(not set\)|not set|\(nobody\))$/=/' -e 's/^(WORKERS)=.*/\1=/' | sort
}

same() {
  [[ -n $(effective "$1") ]]
  diff <(documented "Every service" "$2") <(effective "$1")
}

@test ".env.example has the backend's settings and their defaults" {
  same kpi-backend Backend
}

@test ".env.example has the frontend's settings and their defaults" {
  same kpi-frontend Frontend
}

@test ".env.example has the gateway's settings and their defaults" {
  same kpi-gateway Gateway
}

@test "a copy of .env.example is a valid .env" {
  cp .env.example "$BATS_TEST_TMPDIR/.env"
  sed -i -E 's/^#([A-Z])/\1/' "$BATS_TEST_TMPDIR/.env"
  # Each section by itself: they name the same ports.
  local section name
  for section in Backend:backend Frontend:frontend Gateway:gateway; do
    name=kpi-${section#*:}
    mkdir "$BATS_TEST_TMPDIR/$name"
    {
      sed -n "/^# --- Every service/,/^# --- /p" "$BATS_TEST_TMPDIR/.env"
      sed -n "/^# --- ${section%:*}/,/^# --- /p" "$BATS_TEST_TMPDIR/.env"
      echo "JWT_SECRET=0123456789abcdef0123456789abcdef"
    } >"$BATS_TEST_TMPDIR/$name/.env"
    (cd "$BATS_TEST_TMPDIR/$name" && env -i PATH="$PATH" "$BINARIES/$name" config)
  done
}
