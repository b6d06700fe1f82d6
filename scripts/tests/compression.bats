#!/usr/bin/env bats
# Days are read and saved through nginx that compresses, which makes their entity tags weak, in front of the
# real gateway and backend.

load helpers

setup_file() {
  export TEMP NGINX_PORT GATEWAY_PORT BACKEND_PORT
  cd "$REPOSITORY" || exit
  # A folder that nginx's unprivileged workers can write.
  TEMP=$(mktemp -d /tmp/kpi-compression.XXXXXX)
  chmod 755 "$TEMP"
  have nginx || return 0
  # shellcheck source=scripts/lib/build.sh
  . scripts/lib/build.sh
  need_rust
  build_binaries 3>&-
  NGINX_PORT=$(free_port) GATEWAY_PORT=$(free_port) BACKEND_PORT=$(free_port)
  start_all
}

teardown_file() {
  local name
  for name in nginx gateway backend; do
    if [[ -e $TEMP/$name.pid ]]; then stop "$(<"$TEMP/$name.pid")" 10; fi
  done
  rm -rf "$TEMP"
}

setup() { have nginx || skip "nginx is not installed"; }

start_all() {
  local secret
  secret=$(random_secret)
  mkdir "$TEMP/data"
  spawn env -i -C "$TEMP/data" PATH="$PATH" LOG_DIR= HOST=127.0.0.1 PORT="$BACKEND_PORT" REDIS_REQUIRED=false \
    DATABASE_URL="sqlite:$TEMP/data/kpi.db" JWT_SECRET="$secret" BCRYPT_ROUNDS=4 \
    "$(binary_folder)/kpi-backend" serve >"$TEMP/backend.log" 2>&1 3>&-
  echo "$SPAWNED" >"$TEMP/backend.pid"
  spawn env -i GATEWAY_HOST=127.0.0.1 GATEWAY_PORT="$GATEWAY_PORT" TRUSTED_PROXIES=127.0.0.1 DRAIN_DELAY=0 LOG_DIR= \
    JWT_SECRET="$secret" BACKEND_URL="http://127.0.0.1:$BACKEND_PORT" FRONTEND_URL="http://127.0.0.1:$BACKEND_PORT" \
    "$(binary_folder)/kpi-gateway" serve >"$TEMP/gateway.log" 2>&1 3>&-
  echo "$SPAWNED" >"$TEMP/gateway.pid"
  # Without Accept-Encoding upstream, nginx compresses what the backend would have compressed.
  cat >"$TEMP/nginx.conf" <<CONF
pid $TEMP/nginx.pid.own;
error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path $TEMP/body;
  proxy_temp_path $TEMP/proxy;
  fastcgi_temp_path $TEMP/fastcgi;
  uwsgi_temp_path $TEMP/uwsgi;
  scgi_temp_path $TEMP/scgi;
  gzip on;
  gzip_proxied any;
  gzip_types application/json;
  gzip_min_length 1;
  server {
    listen 127.0.0.1:$NGINX_PORT;
    location / {
      proxy_pass http://127.0.0.1:$GATEWAY_PORT;
      proxy_set_header Host \$host;
      proxy_set_header Accept-Encoding "";
    }
  }
}
CONF
  spawn nginx -c "$TEMP/nginx.conf" -g 'daemon off;' >"$TEMP/nginx.log" 2>&1 3>&-
  echo "$SPAWNED" >"$TEMP/nginx.pid"
  wait_for 120 port_in_use "$BACKEND_PORT"
  wait_for 120 port_in_use "$GATEWAY_PORT"
  wait_for 120 port_in_use "$NGINX_PORT"
  wait_for 120 is_registered
}

# Also waits until the gateway has found the backend.
is_registered() {
  curl -sf -H 'Content-Type: application/json' "http://127.0.0.1:$NGINX_PORT/api/auth/register" \
    -d '{"email":"ann@example.com","password":"correct horse 9","name":"Ann"}' >"$TEMP/session"
}

# api PORT CURL-ARGUMENT…: a request for today as Ann; prints the response with its head.
api() {
  local port=$1
  shift
  curl -si --compressed -H "Authorization: Bearer $(sed -E 's/.*"token":"([^"]*)".*/\1/' "$TEMP/session")" \
    -H 'Content-Type: application/json' "$@" "http://127.0.0.1:$port/api/days/today"
}

etag() { sed -n 's/^etag: //Ip' | tr -d '\r'; }
status() { head -n 1 | cut -d ' ' -f 2; }
with_task() { printf '{"entries":[],"tasks":[{"title":"%s","priority":"low","quadrant":"Q2"}]}' "$1"; }

@test "what was read through a proxy that compresses can be saved, and a changed day cannot" {
  local read saved tag
  read=$(api "$NGINX_PORT")
  grep -qi '^content-encoding: gzip' <<<"$read"
  tag=$(etag <<<"$read")
  [[ $tag == W/* ]]
  saved=$(api "$NGINX_PORT" -X PUT -H "If-Match: $tag" -d "$(with_task one)")
  [[ $(status <<<"$saved") == 200 ]]
  [[ $(api "$NGINX_PORT" -X PUT -H "If-Match: $tag" -d "$(with_task two)" | status) == 412 ]]
  tag=$(etag <<<"$saved")
  [[ $(api "$NGINX_PORT" -X PUT -H "If-Match: $tag" -d "$(with_task three)" | status) == 200 ]]
  tag=$(api "$NGINX_PORT" | etag)
  [[ $(api "$NGINX_PORT" -H "If-None-Match: $tag" | status) == 304 ]]
}

@test "without a proxy the service compresses, and its tags can be saved too" {
  local read tag
  read=$(api "$GATEWAY_PORT" -H 'Accept-Encoding: gzip')
  grep -qi '^content-encoding: gzip' <<<"$read"
  tag=$(etag <<<"$read")
  [[ $tag == *-gzip\" ]]
  [[ $(api "$GATEWAY_PORT" -H "If-None-Match: $tag" | status) == 304 ]]
  [[ $(api "$GATEWAY_PORT" -X PUT -H "If-Match: $tag" -d "$(with_task four)" | status) == 200 ]]
  [[ $(api "$GATEWAY_PORT" -X PUT -H "If-Match: $tag" -d "$(with_task five)" | status) == 412 ]]
}
