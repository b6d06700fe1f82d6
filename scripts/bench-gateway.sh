#!/usr/bin/env bash
# Compares nginx and the gateway doing the same work in front of the same origin: keep-alive connections
# to the origin, a rate limit, security headers, a JSON access log in a file, request ids. One worker
# each, alternating rounds, on free ports of loopback, in a temporary folder.
#
#   scripts/bench-gateway.sh [path of a gateway…]     ROUNDS=4 SECONDS_EACH=6 CONNECTIONS=64
#
# Several gateways, such as one before and one after a change, are measured in the same rounds.
#
# Prints a Markdown table: requests per second, p99, CPU time per request, and each gateway's ratios to
# nginx. CPU time is user + system time of the worker's process (/proc/PID/stat) per request; each value is
# the median of the rounds, followed by their range.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
rounds=${ROUNDS:-4}
seconds_each=${SECONDS_EACH:-6}
connections=${CONNECTIONS:-64}

need() { # program, Debian package
	if command -v "$1" >/dev/null; then
		return
	fi
	if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
		apt-get install --yes --no-install-recommends "$2" >/dev/null 2>&1 || true
	fi
	command -v "$1" >/dev/null || {
		echo "$1 is missing: install the package $2." >&2
		exit 1
	}
}

PATH=$PATH:/usr/sbin
need nginx nginx-light
need wrk wrk
need python3 python3

gateways=("$@")
if ((${#gateways[@]} == 0)); then
	gateways=("$root/target/release/kpi-gateway")
	(cd "$root" && cargo build --release --package kpi-gateway)
fi

work=$(mktemp -d)
pids=()
stop() {
	for pid in "${pids[@]}"; do
		kill "$pid" 2>/dev/null || true
	done
	wait 2>/dev/null || true
	rm -rf "$work"
}
trap stop EXIT

read -r origin_port nginx_port < <(python3 - <<-'PY'
	import socket
	sockets = [socket.socket() for _ in range(2)]
	for one in sockets:
	    one.bind(("127.0.0.1", 0))
	print(*(one.getsockname()[1] for one in sockets))
	PY
)

# About 600 bytes of JSON, like a list of habits.
body=$(python3 -c 'import json
entry = lambda n: {"id": n, "name": "Habit %d" % n, "minutes": 30, "done": True}
print(json.dumps({"data": [entry(n) for n in range(10)]}, separators=(",", ":")))')

common="daemon off; worker_processes 1; error_log $work/error.log crit;"
cat >"$work/origin.conf" <<-CONF
	$common
	pid $work/origin.pid;
	events { worker_connections 1024; }
	http {
	    access_log off;
	    keepalive_requests 100000000;
	    server {
	        listen 127.0.0.1:$origin_port reuseport;
	        location / { default_type application/json; return 200 '$body'; }
	    }
	}
	CONF

cat >"$work/proxy.conf" <<-CONF
	$common
	pid $work/proxy.pid;
	events { worker_connections 1024; }
	http {
	    log_format json escape=json '{"timestamp":"\$time_iso8601","method":"\$request_method",'
	        '"path":"\$uri","status":\$status,"bytes":\$body_bytes_sent,'
	        '"duration":\$request_time,"upstream_duration":"\$upstream_response_time",'
	        '"instance":"\$upstream_addr","address":"\$remote_addr","user_agent":"\$http_user_agent",'
	        '"request_id":"\$request_id"}';
	    access_log $work/nginx.log json;
	    keepalive_requests 100000000;
	    limit_req_zone \$binary_remote_addr zone=api:10m rate=1000000r/s;
	    upstream origin {
	        server 127.0.0.1:$origin_port;
	        keepalive 256;
	        keepalive_requests 100000000;
	    }
	    server {
	        listen 127.0.0.1:$nginx_port;
	        location / {
	            limit_req zone=api burst=100000 nodelay;
	            proxy_pass http://origin;
	            proxy_http_version 1.1;
	            proxy_set_header Connection "";
	            proxy_set_header X-Forwarded-For \$remote_addr;
	            proxy_set_header X-Forwarded-Host \$host;
	            proxy_set_header X-Forwarded-Proto \$scheme;
	            proxy_set_header Forwarded "for=\$remote_addr;host=\$host;proto=\$scheme";
	            proxy_set_header X-Request-Id \$request_id;
	            proxy_set_header Via "1.1 nginx";
	            add_header X-Request-Id \$request_id always;
	            add_header X-Frame-Options DENY always;
	            add_header X-Content-Type-Options nosniff always;
	            add_header X-XSS-Protection "1; mode=block" always;
	            add_header Referrer-Policy strict-origin-when-cross-origin always;
	            add_header Permissions-Policy "camera=(), geolocation=(), microphone=()" always;
	            add_header Content-Security-Policy "default-src 'self'; frame-ancestors 'none'" always;
	        }
	    }
	}
	CONF

nginx -p "$work" -c "$work/origin.conf" &
pids+=($!)
nginx -p "$work" -c "$work/proxy.conf" &
pids+=($!)
await() { # port
	for _ in $(seq 200); do
		if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then
			return
		fi
		read -rt 0.05 <> <(:) || true
	done
	echo "Nothing listens on port $1." >&2
	cat "$work"/*.log >&2
	exit 1
}
await "$origin_port"
await "$nginx_port"
nginx_pid=$(pgrep --parent "$(cat "$work/proxy.pid")")

names=() ports=() gateway_pids=()
start_gateway() { # path; it chooses a free port and logs it
	local name log
	name="$(basename "$1")-$((${#names[@]} + 1))"
	log="$work/$name.log"
	: >"$log"
	(cd "$work" && exec env -i PATH="$PATH" NODE_ENV=production GATEWAY_HOST=127.0.0.1 \
		GATEWAY_PORT=0 WORKERS=1 BACKEND_URL="http://127.0.0.1:$origin_port" \
		FRONTEND_URL="http://127.0.0.1:$origin_port" RATE_LIMIT_MAX_REQUESTS=1000000000 \
		MAX_CONNECTIONS_PER_ADDRESS=1000 DRAIN_DELAY=0 LOG_DIR= "$1" >"$log") &
	pids+=($!) gateway_pids+=($!) names+=("$name")
	for _ in $(seq 200); do
		port=$(sed -n 's/.*"port":\([0-9]*\).*/\1/p' "$log" | head -n 1)
		[[ -z $port ]] || break
		read -rt 0.05 <> <(:) || true
	done
	await "${port:?$1 did not start}"
	ports+=("$port")
}
for path in "${gateways[@]}"; do start_gateway "$(realpath "$path")"; done

cat >"$work/report.lua" <<-'LUA'
	done = function(summary, latency)
	    local errors = summary.errors
	    local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
	    io.write(string.format("RESULT %d %d %.1f %d\n", summary.requests, summary.duration,
	        latency:percentile(99), failed))
	end
	LUA

ticks() { # pid: user + system
	awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$1/stat"
}

round() { # name, port, pid: a line "name requests microseconds p99 failed ticks"
	local before result
	before=$(ticks "$3")
	result=$(wrk -t1 -c"$connections" -d"${4:-$seconds_each}s" -s "$work/report.lua" \
		"http://127.0.0.1:$2/api/habits" | sed -n 's/^RESULT //p')
	echo "$1 $result $(($(ticks "$3") - before))"
}

all_targets() { # seconds
	local at
	round nginx "$nginx_port" "$nginx_pid" "$@"
	for at in "${!names[@]}"; do round "${names[at]}" "${ports[at]}" "${gateway_pids[at]}" "$@"; done
}
all_targets 2 >/dev/null
for _ in $(seq "$rounds"); do all_targets; done >"$work/results"

python3 - "$work/results" "$(getconf CLK_TCK)" <<-'PY'
	import statistics, sys
	rows = {}
	for line in open(sys.argv[1]):
	    name, requests, micros, p99, failed, ticks = line.split()
	    requests = int(requests)
	    rows.setdefault(name, []).append((
	        requests / int(micros) * 1e6, float(p99) / 1000,
	        int(ticks) / int(sys.argv[2]) / requests * 1e6, int(failed)))
	def summary(values, digits):
	    low, high = min(values), max(values)
	    return f"{statistics.median(values):.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"
	print("| | requests/s | p99, ms | CPU per request, µs | failed |")
	print("| --- | --- | --- | --- | --- |")
	for name, rounds in rows.items():
	    rate, late, cost, failed = zip(*rounds)
	    print(f"| {name} | {summary(rate, 0)} | {summary(late, 2)} | {summary(cost, 1)} | {sum(failed)} |")
	base = [list(column) for column in zip(*rows["nginx"])]
	for name, rounds in rows.items():
	    if name != "nginx":
	        # Per round, so that other load on the machine affects both.
	        ratios = [[mine / theirs for mine, theirs in zip(column, base[at])]
	                  for at, column in enumerate(list(zip(*rounds))[:3])]
	        print(f"| {name} ÷ nginx | " + " | ".join(summary(ratio, 2) for ratio in ratios) + " | |")
	PY
