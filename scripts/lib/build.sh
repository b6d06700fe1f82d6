# shellcheck shell=bash
# Builds the web app and the three binaries, if they are out of date. Source it after common.sh.

WEB=crates/frontend/web
SERVICES=(kpi-backend kpi-frontend kpi-gateway)

# Exits unless Node.js and npm are installed and new enough.
need_node() {
  local least=20.19 version
  need node "Node.js is missing: install version $least or newer (https://nodejs.org, or your system's packages) and start again."
  need npm "npm is missing: install it (it comes with Node.js from https://nodejs.org; on Debian: apt-get install npm) and start again."
  version=$(node -p process.versions.node) || die "node does not run: reinstall Node.js $least or newer and start again."
  at_least "$version" "$least" ||
    die "Node.js $version is too old: install version $least or newer (https://nodejs.org) and start again."
}

# Exits unless Rust and a C compiler are installed and new enough.
need_rust() {
  local least version
  if ! have cargo && [[ -x ${HOME:-}/.cargo/bin/cargo ]]; then
    PATH=$HOME/.cargo/bin:$PATH
  fi
  need cargo "cargo is missing: install Rust from https://rustup.rs, open a new shell and start again."
  least=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
  version=$(rustc --version 2>/dev/null) ||
    die "rustc does not run: install Rust $least or newer (rustup toolchain install stable) and start again."
  version=${version#rustc }
  at_least "${version%% *}" "$least" ||
    die "Rust ${version%% *} is too old: install $least or newer (rustup update stable) and start again."
  need "${CC:-cc}" "A C compiler is missing: install one (on Debian and Ubuntu: apt-get install build-essential) and start again."
  choose_openssl
}

# libpq needs OpenSSL: the system's, or a vendored build. Sets CARGO_FEATURES.
choose_openssl() {
  local tool
  CARGO_FEATURES=()
  if [[ -n ${OPENSSL_DIR:-} ]] || { have pkg-config && pkg-config --exists openssl; }; then
    return
  fi
  for tool in perl make; do
    need "$tool" "OpenSSL's headers are missing, and building OpenSSL needs $tool: install either (on Debian and Ubuntu: apt-get install pkg-config libssl-dev) and start again."
  done
  CARGO_FEATURES=(--features kpi-backend/vendored-openssl)
}

build_binaries() {
  local -a packages=()
  local service
  for service in "${SERVICES[@]}"; do packages+=(-p "$service"); done
  cargo build --locked "${packages[@]}" --bins "${CARGO_FEATURES[@]}"
}

# The folder of the built binaries.
binary_folder() {
  local target
  target=$(cargo metadata --locked --no-deps --format-version 1 |
    sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p')
  printf '%s/debug' "$target"
}

# Whether node_modules matches package-lock.json.
web_packages_are_there() {
  node - "$WEB" 2>/dev/null <<'JS'
const { readFileSync } = require('node:fs');
const read = (name) => JSON.parse(readFileSync(`${process.argv[2]}/${name}`, 'utf8'));
const wanted = read('package-lock.json').packages;
const installed = read('node_modules/.package-lock.json').packages;
const same = (one, other) => JSON.stringify(one ?? {}) === JSON.stringify(other ?? {});
const root = wanted[''];
delete wanted[''];
const { dependencies, devDependencies } = read('package.json');
const fits =
  same(root.dependencies, dependencies) &&
  same(root.devDependencies, devDependencies) &&
  Object.keys(installed).every((path) => wanted[path]) &&
  Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    const found = installed[path];
    return found ? found.version === version && found.integrity === integrity : optional;
  });
process.exit(fits ? 0 : 1);
JS
}

# Independent of NODE_ENV: packages include the development dependencies, and the app is built for
# production.
web_packages() {
  web_packages_are_there || (cd "$WEB" && NODE_ENV=development npm ci)
}

# A hash of the app's sources and of the built app.
web_state() {
  (
    cd "$WEB" || exit
    find . \( -name node_modules -o -name dist -o -name e2e -o -name test-results \
      -o -name playwright-report \) -prune -o -type f ! -name '*.tsbuildinfo' -print0 |
      LC_ALL=C sort -z | xargs -0 cksum
    # These files reference all others of the build by content hash.
    cksum dist/index.html dist/.vite/manifest.json
  ) 2>/dev/null | node -e '
    const hash = require("node:crypto").createHash("sha256");
    process.stdin.on("data", (part) => hash.update(part)).on("end", () => console.log(hash.digest("hex")));
  '
}

web_is_built() {
  local mark=$WEB/node_modules/.cache/kpi-built
  [[ -f $WEB/dist/index.html && -f $mark ]] && [[ $(web_state) == "$(<"$mark")" ]]
}

web_build() {
  web_is_built && return
  (cd "$WEB" && NODE_ENV=production npm run build) || return
  mkdir -p "$WEB/node_modules/.cache"
  web_state >"$WEB/node_modules/.cache/kpi-built"
}
