#!/usr/bin/env bash
# nginx and the gateway side by side, doing the same work before the same origin: a keep-alive
# connection to the origin, a rate limit, security headers, a JSON access log in a file, request
# ids. One worker each, alternating rounds, all on loopback, on free ports, in a folder of its own.
#
#   scripts/bench-gateway.sh [path of the gateway]     ROUNDS=4 SECONDS_EACH=6 CONNECTIONS=64
#
# Prints a table (Markdown): requests per second, p99, CPU time per request, and their ratios. CPU
# time is user + system of the worker's process (/proc/PID/stat) over the requests it served.
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

gateway=${1:-$root/target/release/kpi-gateway}
if [[ ! -x $gateway ]]; then
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

read -r origin_port nginx_port gateway_port < <(python3 - <<-'PY'
	import socket
	sockets = [socket.socket() for _ in range(3)]
	for one in sockets:
	    one.bind(("127.0.0.1", 0))
	print(*(one.getsockname()[1] for one in sockets))
	PY
)

# About 600 bytes of JSON, as the list of a day's habits is.
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
(cd "$work" && exec env -i PATH="$PATH" NODE_ENV=production GATEWAY_HOST=127.0.0.1 \
	GATEWAY_PORT="$gateway_port" WORKERS=1 BACKEND_URL="http://127.0.0.1:$origin_port" \
	FRONTEND_URL="http://127.0.0.1:$origin_port" RATE_LIMIT_MAX_REQUESTS=1000000000 \
	MAX_CONNECTIONS_PER_ADDRESS=1000 DRAIN_DELAY=0 METRICS_PORT=0 LOG_DIR= "$gateway" >"$work/gateway.log") &
gateway_pid=$!
pids+=("$gateway_pid")

await() { # port
	for _ in $(seq 200); do
		if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then
			return
		fi
		read -rt 0.05 <> <(:) || true
	done
	echo "Nobody listens on port $1." >&2
	cat "$work"/*.log >&2
	exit 1
}
await "$origin_port"
await "$nginx_port"
await "$gateway_port"
nginx_pid=$(pgrep --parent "$(cat "$work/proxy.pid")")

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

round warm "$nginx_port" "$nginx_pid" 2 >/dev/null
round warm "$gateway_port" "$gateway_pid" 2 >/dev/null
for _ in $(seq "$rounds"); do
	round nginx "$nginx_port" "$nginx_pid"
	round gateway "$gateway_port" "$gateway_pid"
done >"$work/results"

awk -v hz="$(getconf CLK_TCK)" '
	{ requests[$1] += $2; seconds[$1] += $3 / 1e6; p99[$1] += $4 / 1000; failed[$1] += $5
	  cpu[$1] += $6 / hz; rounds[$1]++ }
	function row(who) {
		rate[who] = requests[who] / seconds[who]
		late[who] = p99[who] / rounds[who]
		cost[who] = cpu[who] / requests[who] * 1e6
		printf "| %s | %.0f | %.2f ms | %.1f µs | %d |\n", who, rate[who], late[who], cost[who], failed[who]
	}
	END {
		print "| | requests/s | p99 | CPU per request | failed |"
		print "| --- | --- | --- | --- | --- |"
		row("nginx"); row("gateway")
		printf "| gateway ÷ nginx | %.2f | %.2f | %.2f | |\n", rate["gateway"] / rate["nginx"],
			late["gateway"] / late["nginx"], cost["gateway"] / cost["nginx"]
	}' "$work/results"
