#!/usr/bin/env bats
# The configuration files in deploy/: the programs that read them, or their schemas, accept them.

load helpers

setup() {
  cd "$REPOSITORY" || exit
}

# The systemd units, in a root folder with fake programs.
make_machine() {
  MACHINE=$BATS_TEST_TMPDIR/machine
  mkdir -p "$MACHINE"/{usr/local/bin,usr/lib/systemd,etc/systemd/system,opt/kpi-productivity}
  cp -r /usr/lib/systemd/system "$MACHINE/usr/lib/systemd/"
  cp deploy/systemd/* "$MACHINE/etc/systemd/system/"
  cp -r scripts "$MACHINE/opt/kpi-productivity/"
  local name
  for name in backend frontend gateway; do cp /bin/true "$MACHINE/usr/local/bin/kpi-$name"; done
}

@test "systemd accepts the units, which refer to existing files" {
  have systemd-analyze || skip "systemd is not installed"
  make_machine
  local -a units
  mapfile -t units < <(cd deploy/systemd && ls)
  ((${#units[@]} == 9))
  run systemd-analyze verify --root="$MACHINE" "${units[@]}"
  echo "$output"
  [[ $status == 0 && -z $output ]]
}

@test "the units are sandboxed" {
  have systemd-analyze || skip "systemd is not installed"
  local unit
  for unit in backend frontend gateway; do
    systemd-analyze security --no-pager --offline=true --threshold=15 "deploy/systemd/kpi-$unit.service"
  done
  for unit in backup full-backup backup-drill; do
    systemd-analyze security --no-pager --offline=true --threshold=35 "deploy/systemd/kpi-$unit.service"
  done
}

@test "a service is restarted without a limit, but not with invalid settings" {
  local unit
  for unit in backend frontend gateway; do
    grep -qx 'Restart=on-failure' "deploy/systemd/kpi-$unit.service"
    grep -qx 'StartLimitIntervalSec=0' "deploy/systemd/kpi-$unit.service"
    grep -qx 'RestartPreventExitStatus=2' "deploy/systemd/kpi-$unit.service"
    # The group kpi can read the logs.
    grep -qx 'UMask=0027' "deploy/systemd/kpi-$unit.service"
  done
}

@test "a build is installed, and the previous one can be installed again" {
  local project=$BATS_TEST_TMPDIR/project name
  export PREFIX=$BATS_TEST_TMPDIR/usr
  mkdir -p "$project/target/release" "$project/crates/frontend/web/dist/assets"
  cp -r scripts "$project/"
  # shellcheck disable=SC2317 # the script calls it
  systemctl() { echo "$*" >>"$BATS_TEST_TMPDIR/calls"; }
  export -f systemctl
  version() {
    rm -f "$project"/crates/frontend/web/dist/assets/*
    for name in backend frontend gateway; do echo "$1" >"$project/target/release/kpi-$name"; done
    echo "$1" | tee "$project/crates/frontend/web/dist/index.html" >"$project/crates/frontend/web/dist/assets/app-$1.js"
  }
  runs() {
    for name in bin/kpi-backend bin/kpi-frontend bin/kpi-gateway share/kpi-productivity/web/index.html; do
      [[ $(<"$PREFIX/$name") == "$1" ]]
    done
    [[ -x $PREFIX/bin/kpi-backend && $(ls "$PREFIX/share/kpi-productivity/web/assets") == "app-$1.js" ]]
  }
  run "$project/scripts/install-services.sh"
  [[ $status == 1 && $output == *"target/release/kpi-backend does not exist, so nothing was changed"* && ! -e $PREFIX ]]
  version one
  "$project/scripts/install-services.sh"
  runs one
  run "$project/scripts/install-services.sh" back
  [[ $status == 1 && $output == *"there is no previous version"* ]]
  version two
  "$project/scripts/install-services.sh"
  runs two
  "$project/scripts/install-services.sh" back
  runs one
  [[ $(sort -u "$BATS_TEST_TMPDIR/calls") == "try-restart kpi-backend kpi-frontend kpi-gateway" ]]
}

@test "cron and the timers run the same scripts" {
  local script
  while read -r script; do
    [[ -x $script ]]
    grep -q "$script" deploy/cron/kpi-productivity
  done < <(sed -nE 's,^ExecStart=/opt/kpi-productivity/,,p' deploy/systemd/*.service)
  (($(grep -c scripts/ deploy/cron/kpi-productivity) == 3))
  # Five time fields, a user, a command.
  refute grep -vE '^(#|$|[A-Z]+=|([0-9*]+ +){5}(kpi|root) +[a-z])' deploy/cron/kpi-productivity
}

@test "the firewall allows ssh, 80 and 443, and the gateway only with --gateway" {
  local folder=$BATS_TEST_TMPDIR/bin
  mkdir "$folder"
  printf '#!/bin/sh\necho "$*" >>"%s/calls"\n' "$folder" >"$folder/ufw"
  chmod +x "$folder/ufw"
  PATH=$folder:$PATH deploy/firewall/ufw.sh
  [[ $(head -n 1 "$folder/calls") == "allow ssh" ]]
  [[ $(grep allow "$folder/calls" | sort) == $'allow 443/tcp\nallow 80/tcp\nallow ssh\ndefault allow outgoing' ]]
  grep -qx 'default deny incoming' "$folder/calls"
  grep -qx -- '--force enable' "$folder/calls"
  PATH=$folder:$PATH deploy/firewall/ufw.sh --gateway
  grep -qx 'allow 30002/tcp' "$folder/calls"
  run deploy/firewall/ufw.sh --open
  [[ $status == 1 && $output == *'unknown option "--open"'* ]]
}

@test "Prometheus accepts its configuration, and the alerts fire as expected" {
  have promtool || skip "promtool (Debian's prometheus) is not installed"
  promtool check config deploy/monitoring/prometheus.yml
  promtool test rules deploy/monitoring/alerts.test.yml
}

# metrics_of SERVICE: starts it, sends a request, and records the names of its metrics.
metrics_of() {
  local log=$BATS_TEST_TMPDIR/$1.log
  spawn env -i NODE_ENV=development HOST=127.0.0.1 PORT=0 GATEWAY_HOST=127.0.0.1 METRICS_PORT=0 BACKEND_METRICS_PORT=0 \
    FRONTEND_METRICS_PORT=0 DRAIN_DELAY=0 JWT_SECRET=0123456789abcdef0123456789abcdef REDIS_URL=redis://127.0.0.1:1 \
    BACKEND_URL=http://127.0.0.1:1 FRONTEND_URL=http://127.0.0.1:1 \
    DATABASE_URL="sqlite:$BATS_TEST_TMPDIR/kpi.db" STATIC_DIR="$BATS_TEST_TMPDIR" \
    "$(binary_folder)/kpi-$1" serve >"$log" 2>&1 3>&-
  listens "$log" "$SPAWNED"
  wait_for 120 has_answered "$(logged_port "$log")" /
  # Cache and mail metrics exist from the start, request metrics after the first request.
  curl -sS "http://127.0.0.1:$(logged_port "$log" metrics_port)/metrics" | sed -nE 's/^# TYPE ([a-z_]+) .*/\1/p' >>"$BATS_TEST_TMPDIR/exported"
  stop "$SPAWNED" 10
}

has_answered() { [[ -n $(http_status "$1" "$2") ]]; }

@test "the dashboard and alerts use all metrics of the services, and no others" {
  # shellcheck source=scripts/lib/build.sh
  . scripts/lib/build.sh
  local service
  need_rust
  build_binaries 3>&-
  echo '<!doctype html>' >"$BATS_TEST_TMPDIR/index.html"
  for service in backend frontend gateway; do
    metrics_of "$service"
    grep -q "^${service}_" "$BATS_TEST_TMPDIR/exported"
  done
  # A histogram has three series.
  grep -ohE '\b(gateway|backend|frontend)_[a-z_]+' deploy/monitoring/alerts.yml deploy/monitoring/grafana-dashboard.json |
    sed -E 's/_(bucket|sum|count)$//' >"$BATS_TEST_TMPDIR/used"
  diff <(sort -u "$BATS_TEST_TMPDIR/exported") <(sort -u "$BATS_TEST_TMPDIR/used")
}

@test "the dashboard is valid JSON, and its panels have queries and do not overlap" {
  node - <<'JS'
const { panels } = JSON.parse(require("node:fs").readFileSync("deploy/monitoring/grafana-dashboard.json", "utf8"));
const taken = new Set();
for (const { id, title, gridPos: { x, y, w, h }, targets } of panels) {
  if (!title || !targets.length || targets.some(({ expr }) => !expr)) throw new Error(`panel ${id} asks nothing`);
  if (x + w > 24) throw new Error(`${title} is beyond the edge`);
  for (let at = 0; at < w * h; at++) {
    const place = `${x + (at % w)},${y + Math.floor(at / w)}`;
    if (taken.has(place)) throw new Error(`${title} lies on another`);
    taken.add(place);
  }
}
if (new Set(panels.map(({ id }) => id)).size !== panels.length) throw new Error("two panels have one id");
JS
}

# The output of kustomize for deploy/k8s. Without kubectl the files themselves, which have the same
# resources and fields except those that kustomize adds.
kubernetes_objects() {
  local file
  if have kubectl; then
    kubectl kustomize deploy/k8s
  else
    for file in deploy/k8s/*.yaml; do
      [[ $file == */kustomization.yaml ]] || { echo --- && cat "$file"; }
    done
  fi
}

@test "kustomize generates the resources, and secrets are referenced, never included" {
  local made=$BATS_TEST_TMPDIR/made.yaml name
  kubernetes_objects >"$made"
  count() { grep -cx "kind: $1" "$made" || true; }
  (($(count Deployment) == 3 && $(count Service) == 3 && $(count PodDisruptionBudget) == 3))
  (($(count HorizontalPodAutoscaler) == 3 && $(count Job) == 1 && $(count NetworkPolicy) == 6 && $(count Secret) == 0))
  (($(grep -c 'runAsNonRoot: true' "$made") == 4 && $(grep -c 'readOnlyRootFilesystem: true' "$made") == 4))
  for name in startupProbe livenessProbe readinessProbe; do (($(grep -c "$name:" "$made") == 3)); done
  # A service reads each setting.
  while read -r name; do
    echo "$name"
    grep -qE "^#$name=" .env.example
  done < <(sed -nE "/^configMapGenerator/,/^images/s/^ +- '?([A-Z][A-Z_]+)=.*/\1/p" deploy/k8s/kustomization.yaml)
}

@test "the resources of kustomize match the schemas of Kubernetes" {
  local made=$BATS_TEST_TMPDIR/made.yaml version
  [[ -x ${KUBERNETES_VALIDATE:-} ]] || skip "kubernetes-validate is not installed"
  kubernetes_objects >"$made"
  # The oldest supported version, and the newest.
  for version in 1.30 1.37; do
    run "$KUBERNETES_VALIDATE" --strict -k "$version" "$made"
    echo "$output"
    ((status == 0 && $(grep -c '^INFO .* passed ' <<<"$output") == $(grep -c '^kind: ' "$made")))
  done
}

# settings_of FILE GROUP…: the environment of a pod's container, with fake secrets.
settings_of() {
  local group
  for group in "${@:2}"; do
    sed -n "/^  - name: $group\$/,/^  - name: /p" deploy/k8s/kustomization.yaml | sed -nE "s/^ +- '?([A-Z][A-Z_]+=[^']*)'?\$/\1/p"
  done
  while read -r name; do
    case $name in
      DATABASE_URL | DIRECT_URL) echo "$name=postgresql://kpi:password@database.example.com/kpi" ;;
      REDIS_URL) echo "$name=rediss://redis.example.com" ;;
      JWT_SECRET) echo "$name=0123456789abcdef0123456789abcdef" ;;
      *) echo "$name" ;;
    esac
  done < <(sed -nE 's/^.*secretKeyRef: .*key: ([A-Z_]+).*/\1/p' "deploy/k8s/$1")
}

@test "each pod has the required settings" {
  # shellcheck source=scripts/lib/build.sh
  . scripts/lib/build.sh
  need_rust
  build_binaries 3>&-
  local pod program
  local -a settings
  for pod in migrate backend frontend gateway; do
    mapfile -t settings < <(settings_of "$pod.yaml" kpi-settings "kpi-$pod-settings")
    program=kpi-$pod
    if [[ $pod == migrate ]]; then program=kpi-backend; fi
    printf '%s\n' "$pod" "${settings[@]}"
    env -i "${settings[@]}" "$(binary_folder)/$program" config >"$BATS_TEST_TMPDIR/config"
    cat "$BATS_TEST_TMPDIR/config"
    # The pods' file systems are read-only.
    grep -qE '^LOG_DIR +\(not set\)' "$BATS_TEST_TMPDIR/config"
  done
}

@test "Railway's files match the schema, and name existing paths and probes" {
  local service path
  for service in gateway backend frontend; do
    node - "deploy/railway/$service/railway.json" "$service" <<'JS' >"$BATS_TEST_TMPDIR/patterns"
const { readFileSync } = require('node:fs');
const [, , file, service] = process.argv;
const { $schema, build, deploy, ...rest } = JSON.parse(readFileSync(file, 'utf8'));
const assert = require('node:assert/strict');
assert.deepEqual(rest, {});
assert.equal($schema, 'https://railway.com/railway.schema.json');
assert.equal(build.builder, 'DOCKERFILE');
assert.equal(build.dockerfilePath, `deploy/docker/${service}.Dockerfile`);
assert.equal(deploy.healthcheckTimeout, 100);
assert.equal(deploy.restartPolicyType, 'ON_FAILURE');
assert.equal(deploy.restartPolicyMaxRetries, 10);
assert.equal(deploy.healthcheckPath, { gateway: '/gateway/health', backend: '/api/health', frontend: '/health' }[service]);
const known = ['preDeployCommand', 'healthcheckPath', 'healthcheckTimeout', 'restartPolicyType', 'restartPolicyMaxRetries', 'overlapSeconds', 'drainingSeconds'];
assert.deepEqual(Object.keys(deploy).filter((key) => !known.includes(key)), []);
for (const pattern of build.watchPatterns) console.log(pattern.replace(/\/\*\*$/, ''));
JS
    while read -r path; do
      [[ -e .$path ]]
    done <"$BATS_TEST_TMPDIR/patterns"
  done
}

@test "Vercel excludes /api, serves the app for pages, and caches only immutable files" {
  node - <<'JS'
const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { rewrites, headers, outputDirectory } = JSON.parse(readFileSync('deploy/vercel/vercel.json', 'utf8'));
// Sources here use nothing of path-to-regexp beyond regular expressions in brackets.
const rule = (source) => new RegExp(`^${source}$`);
const goesToApp = (path) => rewrites.some(({ source }) => rule(source).test(path));
for (const path of ['/', '/today', '/year/2026', '/apiary']) assert.ok(goesToApp(path), path);
for (const path of ['/api/health', '/api/auth/login', '/assets/gone-1a2b.js']) assert.ok(!goesToApp(path), path);
const headersOf = (path) => {
  const all = headers.filter(({ source }) => rule(source).test(path)).flatMap(({ headers }) => headers);
  const names = all.map(({ key }) => key);
  assert.equal(new Set(names).size, names.length, `a header twice on ${path}`);
  return Object.fromEntries(all.map(({ key, value }) => [key, value]));
};
assert.equal(headersOf('/assets/index-1a2b.js')['Cache-Control'], 'public, max-age=31536000, immutable');
for (const path of ['/', '/index.html', '/config.js', '/theme.js']) assert.equal(headersOf(path)['Cache-Control'], 'no-cache');
for (const path of ['/', '/assets/index-1a2b.js']) {
  assert.equal(headersOf(path)['Strict-Transport-Security'], 'max-age=31536000; includeSubDomains');
  assert.equal(headersOf(path)['X-Frame-Options'], 'DENY');
  assert.equal(headersOf(path)['X-Content-Type-Options'], 'nosniff');
  assert.match(headersOf(path)['Content-Security-Policy'], /script-src 'self'; .*frame-ancestors 'none'/);
}
assert.equal(outputDirectory, 'crates/frontend/web/dist');
JS
}

@test "a static host gets its config.js from the build's VITE_ variables" {
  # shellcheck source=scripts/lib/build.sh
  . scripts/lib/build.sh
  need_node
  web_packages 3>&-
  cd "$WEB"
  VITE_API_URL=https://api.example.com/api VITE_SENTRY_ENVIRONMENT=staging \
    npx vite build --outDir "$BATS_TEST_TMPDIR/dist" --emptyOutDir --logLevel error 3>&-
  grep -q '"apiUrl":"https://api.example.com/api"' "$BATS_TEST_TMPDIR/dist/config.js"
  grep -q '"sentryEnvironment":"staging"' "$BATS_TEST_TMPDIR/dist/config.js"
  grep -qE '<script [^>]*src="/config.js"' "$BATS_TEST_TMPDIR/dist/index.html"
}

@test "the app is built in chunks, and its development server is on 3000 with /api proxied" {
  # shellcheck source=scripts/lib/build.sh
  . scripts/lib/build.sh
  local name
  need_node
  web_packages 3>&-
  cd "$WEB"
  npx vite build --outDir "$BATS_TEST_TMPDIR/dist" --emptyOutDir --logLevel error 3>&-
  for name in vendor ui charts; do
    (($(find "$BATS_TEST_TMPDIR/dist/assets" -name "$name-*.js" | wc -l) == 1))
  done
  # Charts are not part of the first load.
  refute grep -q 'assets/charts-' "$BATS_TEST_TMPDIR/dist/index.html"
  node --input-type=module - <<'JS' 3>&-
import assert from 'node:assert/strict';
import { resolveConfig } from 'vite';
const { server } = await resolveConfig({}, 'serve');
assert.equal(server.port, 3000);
assert.equal(server.proxy['/api'].target, 'http://localhost:3001');
JS
}

@test "Fluentd reads the logs where the units write them, each line once" {
  local open close folder
  open=$(grep -cE '^ *<[a-z]' deploy/fluentd/fluentd.conf) close=$(grep -cE '^ *</' deploy/fluentd/fluentd.conf)
  [[ $open == "$close" ]]
  folder=$(sed -nE "s/^ *path .*'(.*)\*\/\*\.log'.*/\1/p" deploy/fluentd/fluentd.conf)
  for service in backend frontend gateway; do
    grep -q "LOG_DIR=$folder$service\b" "deploy/systemd/kpi-$service.service"
  done
  # Versions before 1.18 do not evaluate #{} in an array.
  grep -qE "^ *exclude_path \"#\{.*'${folder}\*/error.log'\}\"\$" deploy/fluentd/fluentd.conf
  grep -qE '^ *@type elasticsearch' deploy/fluentd/fluentd.conf
  grep -qE '^ *index_name kpi-logs' deploy/fluentd/fluentd.conf
}

@test "a service's log has the format that Fluentd expects, and is readable by its group" {
  # shellcheck source=scripts/lib/build.sh
  . scripts/lib/build.sh
  local log=$BATS_TEST_TMPDIR/logs/combined.log said=$BATS_TEST_TMPDIR/said
  need_rust
  build_binaries 3>&-
  (
    umask "$(sed -n 's/^UMask=//p' deploy/systemd/kpi-gateway.service)"
    # There is no upstream.
    exec env -i NODE_ENV=production GATEWAY_PORT=0 BACKEND_URL=http://127.0.0.1:1 FRONTEND_URL=http://127.0.0.1:1 \
      DRAIN_DELAY=0 LOG_DIR="${log%/*}" "$(binary_folder)/kpi-gateway" serve
  ) >"$said" 2>&1 3>&- &
  listens "$said" $!
  wait_for 120 has_answered "$(logged_port "$said")" /today
  stop $! 10
  [[ $(stat -c %a "$log") == 640 ]]
  [[ $(sed -nE 's/^ *(@type json|time_[a-z]+) ?/\1 /p' deploy/fluentd/fluentd.conf | tr -s ' ' | sed 's/ *$//') == \
    $'@type json\ntime_key timestamp\ntime_type string\ntime_format %iso8601' ]]
  node - "$log" <<'JS'
const assert = require('node:assert/strict');
const lines = require('node:fs').readFileSync(process.argv[2], 'utf8').trimEnd().split('\n').map(JSON.parse);
assert.ok(lines.some(({ url, status }) => url === '/today' && status >= 500));
for (const { timestamp } of lines) assert.match(timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/);
JS
}
