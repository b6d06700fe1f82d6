#!/usr/bin/env bats
# .env.example matches the settings that the services read.

load helpers

setup() {
  cd "$REPOSITORY" || exit
  # shellcheck source=scripts/lib/build.sh
  . scripts/lib/build.sh
  need_rust
  build_binaries 3>&-
  BINARIES=$(binary_folder)
}

# documented SECTION…: the "NAME=value" lines of these sections of .env.example.
documented() {
  local section
  for section in "$@"; do
    sed -n "/^# --- $section/,/^# --- /p" .env.example
  done | sed -nE -e 's/^#([A-Z][A-Z0-9_]*=)"([^"]*)".*/\1\2/p; t' -e 's/^#([A-Z][A-Z0-9_]*=[^ ]*).*/\1/p' | sort
}

# effective BINARY: the "NAME=value" lines of the service's defaults.
effective() {
  (
    cd "$BATS_TEST_TMPDIR" || exit
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

@test "a .env made from .env.example is read completely" {
  # Each service separately: they share names, like PORT.
  local section name folder
  for section in Backend Frontend Gateway; do
    name=kpi-${section,,} folder=$BATS_TEST_TMPDIR/$section
    mkdir "$folder"
    {
      sed -n "/^# --- Every service/,/^# --- /p; /^# --- $section/,/^# --- /p" .env.example | sed -E 's/^#([A-Z])/\1/'
      echo "JWT_SECRET=0123456789abcdef0123456789abcdef"
    } >"$folder/.env"
    run env -i -C "$folder" PATH="$PATH" "$BINARIES/$name" config
    echo "$output"
    ((status == 0))
    (($(grep -cE ' \.env$' <<<"$output") >= $(documented "Every service" "$section" | grep -c '=.')))
  done
}
