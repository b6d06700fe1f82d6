#!/usr/bin/env bats
# scripts/package-release.sh, with programs that stand for the three binaries.

load helpers

setup() {
  cd "$REPOSITORY" || exit
  # shellcheck source=scripts/lib/build.sh
  . scripts/lib/build.sh
  need_node
  web_packages 3>&-
  VERSION=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml)
  BINARIES=$BATS_TEST_TMPDIR/binaries
  FOLDER=$BATS_TEST_TMPDIR/release
  mkdir "$BINARIES"
  for service in "${SERVICES[@]}"; do
    printf '#!/bin/sh\necho %s\n' "$service" >"$BINARIES/$service"
    chmod +x "$BINARIES/$service"
  done
  # A copy of the documents, in which the version is released.
  COPY=$BATS_TEST_TMPDIR/copy
  git clone -q --no-hardlinks . "$COPY"
  cp scripts/package-release.sh "$COPY/scripts/"
  cp -al "$WEB/node_modules" "$COPY/$WEB/node_modules" 2>/dev/null || cp -r "$WEB/node_modules" "$COPY/$WEB/node_modules"
  sed -i "s/^## \[Unreleased\]/## [Unreleased]\n\n## [$VERSION] - 2030-01-01/" "$COPY/CHANGELOG.md"
}

package() { "$COPY/scripts/package-release.sh" "$@" 3>&-; }

@test "a version is an archive with its checksum and its notes, and twice the same" {
  package "$VERSION" "$FOLDER" "$BINARIES"
  local name
  name=kpi-productivity-$VERSION-linux-$(uname -m)
  (cd "$FOLDER" && sha256sum --check "$name.tar.gz.sha256")
  tar --list --file "$FOLDER/$name.tar.gz" >"$BATS_TEST_TMPDIR/list"
  for path in bin/kpi-gateway bin/kpi-backend bin/kpi-frontend web/index.html LICENSE CHANGELOG.md; do
    grep -qx "$name/$path" "$BATS_TEST_TMPDIR/list"
  done
  refute grep -E '/\.env$|/node_modules/|/data/' "$BATS_TEST_TMPDIR/list"
  tar --extract --file "$FOLDER/$name.tar.gz" --directory "$BATS_TEST_TMPDIR"
  [[ $("$BATS_TEST_TMPDIR/$name/bin/kpi-backend") == kpi-backend ]]
  grep -q '^### Added' "$FOLDER/notes.md"
  refute grep '^## ' "$FOLDER/notes.md"
  package "$VERSION" "$FOLDER-again" "$BINARIES"
  cmp "$FOLDER/$name.tar.gz" "$FOLDER-again/$name.tar.gz"
}

@test "what is not ready to be released is refused, and says what to do" {
  run package 9.9.9 "$FOLDER" "$BINARIES"
  ((status != 0))
  [[ $output == *"set 9.9.9 in Cargo.toml"* ]]
  run package today "$FOLDER" "$BINARIES"
  ((status != 0))
  [[ $output == *"not a version"* ]]
  git -C "$COPY" checkout -q CHANGELOG.md
  run package "$VERSION" "$FOLDER" "$BINARIES"
  ((status != 0))
  [[ $output == *"no section \"## [$VERSION]\""* ]]
  rm "$BINARIES/kpi-gateway"
  sed -i "s/^## \[Unreleased\]/## [$VERSION]/" "$COPY/CHANGELOG.md"
  run package "$VERSION" "$FOLDER" "$BINARIES"
  ((status != 0))
  [[ $output == *"kpi-gateway does not exist"* ]]
  [[ ! -e $FOLDER ]]
}
