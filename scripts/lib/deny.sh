# shellcheck shell=bash
# cargo-deny in a fixed version; built once, which takes about two minutes. Source it after common.sh.

CARGO_DENY_VERSION=0.20.2

# cargo_deny FOLDER CHECK…: runs the checks of deny.toml; FOLDER is for temporary build files.
cargo_deny() {
  local root temporary=$1
  shift
  root=$(cache_folder)/cargo-deny-$CARGO_DENY_VERSION
  if [[ ! -x $root/bin/cargo-deny ]]; then
    mkdir -p "$root" 2>/dev/null && [[ -w $root ]] || root=$temporary/cargo-deny
    cargo install cargo-deny --version "=$CARGO_DENY_VERSION" --locked --debug \
      --root "$root" --target-dir "$temporary/cargo-deny-build" || return
  fi
  "$root/bin/cargo-deny" --locked check "$@"
}
