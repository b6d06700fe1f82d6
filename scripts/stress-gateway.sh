#!/usr/bin/env bash
# Stress tests of the gateway, on free ports of loopback, in a temporary folder, with a time limit:
#
#   restarts  two instances, one of which is restarted repeatedly under load
#   memory    1 GiB streamed in each direction
#   slow      1,000 clients that never finish a request head, beside normal clients
#
#   scripts/stress-gateway.sh [path of the gateway]     SECONDS_EACH=10 SLOW_CLIENTS=1000
#
# Prints a Markdown table. Fails if a request failed, if memory grew more than streaming requires, or if
# slow clients raised the p99 of the others by more than half.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/common.sh
. scripts/lib/common.sh
# shellcheck source=scripts/lib/packages.sh
. scripts/lib/packages.sh

seconds_each=${SECONDS_EACH:-10}
slow_clients=${SLOW_CLIENTS:-1000}
PATH=$PATH:/usr/sbin
TEMP=$(mktemp -d)
trap 'rm -rf "$TEMP"' EXIT
has_tools() { have nginx && have wrk && have curl && have python3; }
provide has_tools nginx-light wrk curl python3 || exit 1
gateway=${1:-target/release/kpi-gateway}
[[ -x $gateway ]] || cargo build --release --package kpi-gateway

# nginx's workers run as another user.
chmod 711 "$TEMP"
work=$TEMP
pids=()
clean_up() {
  local pid
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
clean_up_on_exit clean_up

# An instance: about 600 bytes of JSON, a file of 1 GiB, and a location that discards uploads.
truncate --size 1G "$work/gib"
instance() { # name, port
  cat >"$work/$1.conf" <<CONF
daemon off; worker_processes 1; pid $work/$1.pid; error_log $work/$1.log crit;
events { worker_connections 4096; }
http {
  access_log off; keepalive_requests 100000000; sendfile on;
  client_body_temp_path $work/$1-body; client_max_body_size 0;
  server {
    listen 127.0.0.1:$2 reuseport;
    root $work;
    location / { default_type application/json; return 200 '{"data":"$(printf 'x%.0s' {1..580})"}'; }
    location = /gib { default_type application/octet-stream; }
    # Responds after it has read the whole body.
    location = /swallow {
      proxy_pass http://127.0.0.1:$2/;
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
    }
  }
}
CONF
}
ports=("$(free_port)" "$(free_port)" "$(free_port)")
instance first "${ports[0]}"
instance second "${ports[1]}"
run_instance() {
  nginx -p "$work" -c "$work/$1.conf" &
  pids+=($!)
}
run_instance first
run_instance second
wait_for 10 port_in_use "${ports[0]}"
wait_for 10 port_in_use "${ports[1]}"

both=http://127.0.0.1:${ports[0]},http://127.0.0.1:${ports[1]}
env -i NODE_ENV=production LOG_DIR= GATEWAY_HOST=127.0.0.1 GATEWAY_PORT="${ports[2]}" WORKERS=1 \
  BACKEND_URL="$both" FRONTEND_URL="$both" RATE_LIMIT_MAX_REQUESTS=0 DRAIN_DELAY=0 \
  MAX_CONNECTIONS_PER_ADDRESS=0 MAX_BODY_BYTES=2000000000 HEADER_TIMEOUT=120 \
  "$gateway" >"$work/gateway.log" 2>&1 &
gateway_pid=$!
pids+=("$gateway_pid")
url=http://127.0.0.1:${ports[2]}
second_is_gone() { ! port_in_use "${ports[1]}"; }
is_healthy() { [[ $(http_status "${ports[2]}" /gateway/health) == 200 ]]; }
wait_for 10 is_healthy || { cat "$work/gateway.log" >&2; die "the gateway did not become healthy."; }

cat >"$work/report.lua" <<'LUA'
done = function(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("RESULT %d %d %.2f\n", summary.requests, failed, latency:percentile(99) / 1000))
end
LUA
load() { # connections, seconds: "requests failed p99"
  wrk -t1 -c"$1" -d"$2s" -s "$work/report.lua" "$url/api/habits" | sed -n 's/^RESULT //p'
}
resident() { awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$gateway_pid/status"; }
peak() { awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/$gateway_pid/status"; }
failures=()

say '| what | figure |'
say '| --- | --- |'

# --- One of two instances is restarted.
load 32 "$seconds_each" >"$work/restarts" &
loading=$!
restarts=0
while alive "$loading"; do
  # nginx exits at once on TERM: it breaks its connections and closes the port.
  kill "$(cat "$work/second.pid")"
  wait_for 5 second_is_gone
  run_instance second
  wait_for 5 port_in_use "${ports[1]}"
  restarts=$((restarts + 1))
  read -rt 0.4 <> <(:) || true
done
read -r requests failed p99 <"$work/restarts"
say "| one of two instances restarted $restarts times in $seconds_each s, 32 connections | $requests requests, $failed failed, p99 $p99 ms |"
((failed == 0)) || failures+=("$failed requests failed while an instance was restarted")

# --- 1 GiB in each direction.
wait_for 10 is_healthy
before=$(resident)
taken=$(curl -sS --fail -o /dev/null -w '%{size_download}' "$url/gib")
((taken == 1 << 30)) || die "only $taken bytes of 1 GiB were received."
down=$(peak)
sent=$(curl -sS --fail -o /dev/null -w '%{size_upload}' -T "$work/gib" "$url/swallow")
((sent == 1 << 30)) || die "only $sent bytes of 1 GiB were sent."
up=$(peak)
say "| 1 GiB down, then 1 GiB up | $before MiB before, peaks of $down MiB and $up MiB |"
((up - before <= 16)) || failures+=("streaming needed $((up - before)) MiB more memory")

# --- Clients that never finish a request head.
read -r _ _ alone < <(load 32 "$seconds_each")
python3 - "${ports[2]}" "$slow_clients" "$seconds_each" >"$work/slow" <<'PY' &
import resource, socket, sys, time
port, count, seconds = (int(text) for text in sys.argv[1:])
resource.setrlimit(resource.RLIMIT_NOFILE, (count + 100,) * 2)
clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(count)]
for client in clients:
    client.sendall(b"GET /api HTTP/1.1\r\nHost: slow\r\nX-Slow: ")
print("ready", flush=True)
# Each sends one more byte about once a second.
end = time.monotonic() + seconds + 2
while time.monotonic() < end:
    for client in clients:
        client.sendall(b"x")
    time.sleep(1)
PY
pids+=($!)
wait_for 30 grep -q ready "$work/slow"
read -r requests failed beside < <(load 32 "$seconds_each")
say "| $slow_clients clients that send a request head byte by byte, 32 connections beside them | $requests requests, $failed failed, p99 $beside ms (without them $alone ms) |"
((failed == 0)) || failures+=("$failed requests failed beside slow clients")
awk "BEGIN { exit !($beside <= 1.5 * $alone + 1) }" || failures+=("slow clients raised the p99 from $alone to $beside ms")

if ((${#failures[@]})); then
  printf '%s\n' "${failures[@]}" >&2
  exit 1
fi
