#!/usr/bin/env bash
# Packages a version for its release; see --help.

set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh
# shellcheck source=scripts/lib/build.sh
. scripts/lib/build.sh

usage() {
  cat <<'TEXT'
Usage: scripts/package-release.sh VERSION FOLDER [BINARIES]

Builds the three services and the web app, and writes into FOLDER:

  kpi-productivity-VERSION-linux-ARCH.tar.gz          binaries, web app, deploy/, documents
  kpi-productivity-VERSION-linux-ARCH.tar.gz.sha256   its checksum, for sha256sum --check
  notes.md                                            the version's section of CHANGELOG.md

VERSION, such as 1.2.3, has to be that of Cargo.toml, package.json and CHANGELOG.md. The same sources
and binaries make the same archive.

  BINARIES    take the binaries of this folder instead of building them
  -h, --help  show this
TEXT
}

case ${1:-} in
  -h | --help)
    usage
    exit 0
    ;;
esac
(($# == 2 || $# == 3)) || die "expected VERSION and FOLDER; scripts/package-release.sh --help explains them."
VERSION=$1
FOLDER=$2
BINARIES=${3:-}

# The versions in the sources, one per line.
source_versions() {
  sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml
  sed -n 's/^  "version": "\(.*\)",$/\1/p' "$WEB/package.json"
}

# The section of the version in CHANGELOG.md, without its heading.
notes() {
  awk -v heading="## [$VERSION]" '
    index($0, "## [") == 1 { is_wanted = index($0, heading " ") == 1 || $0 == heading; next }
    is_wanted' CHANGELOG.md | sed '/./,$!d'
}

[[ $VERSION =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] || die "$VERSION is not a version such as 1.2.3."
while read -r version; do
  [[ $version == "$VERSION" ]] ||
    die "the sources are of version $version: set $VERSION in Cargo.toml and $WEB/package.json, and commit."
done < <(source_versions)
[[ -n $(notes) ]] || die "CHANGELOG.md has no section \"## [$VERSION]\": move what is under Unreleased there."

if [[ -z $BINARIES ]]; then
  need_node
  need_rust
  cargo build --release --locked "${SERVICES[@]/#/--package=}" "${CARGO_FEATURES[@]}"
  web_packages
  BINARIES=target/release
fi
web_build
for service in "${SERVICES[@]}"; do
  [[ -x $BINARIES/$service ]] || die "$BINARIES/$service does not exist."
done

NAME=kpi-productivity-$VERSION-linux-$(uname -m)
TEMP=$(mktemp -d "${TMPDIR:-/tmp}/kpi-release.XXXXXX")
clean_up() { rm -rf "$TEMP"; }
clean_up_on_exit clean_up

mkdir -p "$FOLDER" "$TEMP/$NAME/bin"
install -m 755 -t "$TEMP/$NAME/bin" "${SERVICES[@]/#/$BINARIES/}"
cp -r "$WEB/dist" "$TEMP/$NAME/web"
cp -r deploy docs scripts migrations LICENSE README.md CHANGELOG.md SECURITY.md .env.example "$TEMP/$NAME"
tar --create --gzip --file "$FOLDER/$NAME.tar.gz" --directory "$TEMP" --sort=name --owner=0 --group=0 \
  --numeric-owner --mode=u+rw,go+r,go-w --mtime="@$(git log -1 --format=%ct)" "$NAME"
(cd "$FOLDER" && sha256sum "$NAME.tar.gz" >"$NAME.tar.gz.sha256")
notes >"$FOLDER/notes.md"
say "$FOLDER/$NAME.tar.gz"
