#!/usr/bin/env bats
# .github/workflows: valid YAML, existing scripts, pinned versions.

load helpers

setup() {
  cd "$REPOSITORY" || exit
  # shellcheck source=scripts/lib/build.sh
  . scripts/lib/build.sh
  need_node
  web_packages 3>&-
}

# workflows: runs node with the web app's packages, which include a YAML parser.
workflows() { NODE_PATH=$REPOSITORY/$WEB/node_modules node - .github/workflows/*.yml; }

@test "each workflow is valid YAML with a time limit and minimal permissions" {
  workflows <<'JS'
const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { load } = require('js-yaml');
const files = process.argv.slice(2);
assert.ok(files.length >= 3);
for (const file of files) {
  // YAML 1.1 takes a bare `on` for true.
  const { name, on, permissions, jobs, ...rest } = load(readFileSync(file, 'utf8'));
  assert.ok(name, file);
  assert.ok(on ?? rest.true, file);
  assert.deepEqual(permissions, { contents: 'read' }, file);
  for (const [id, job] of Object.entries(jobs)) {
    assert.match(job['runs-on'], /^(ubuntu-24\.04(-arm)?|\$\{\{ matrix\.machine\.runner \}\})$/, id);
    assert.ok(job['timeout-minutes'] > 0, id);
    for (const { uses, run } of job.steps) {
      assert.ok(uses ?? run, id);
      if (uses) assert.match(uses, /^[a-z-]+\/[a-z-]+@[0-9a-f]{40}$/, id);
    }
  }
}
JS
  # A comment gives the version of the pinned hash.
  refute grep -hE 'uses: ([^@]*$|[^@]*@[^ ]*$|.*@[0-9a-f]{0,39} )' .github/workflows/*.yml
  (($(grep -hcE 'uses: .*@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+$' .github/workflows/*.yml | paste -sd +) == $(grep -hc 'uses: ' .github/workflows/*.yml | paste -sd +)))
}

@test "the workflows call existing scripts, and use pinned versions of actions and images" {
  local path
  while read -r path; do
    echo "$path"
    [[ -x $path ]]
  done < <(grep -hoE '(scripts|\.ci)/[a-z-]+(\.sh)?' .github/workflows/*.yml | sort -u)
  for path in .ci/run scripts/audit.sh scripts/test-compose.sh; do grep -q "run: $path" .github/workflows/*.yml; done
  (($(grep -hoE 'ghcr\.io/[a-z]+/[a-z]+:v[0-9]+\.[0-9]+\.[0-9]+' .github/workflows/security.yml | wc -l) == 2))
  grep -q 'platform: amd64' .github/workflows/images.yml
  grep -q 'platform: arm64' .github/workflows/images.yml
}
