#!/usr/bin/env bats
# deploy/nginx with a certificate of a test authority, in front of the real gateway and a fake service.

load helpers

NAME=kpi.example.com

setup_file() {
  export TEMP TLS_PORT PLAIN_PORT GATEWAY_PORT SERVICE_PORT
  cd "$REPOSITORY" || exit
  # A folder that nginx's unprivileged workers can write.
  TEMP=$(mktemp -d /tmp/kpi-nginx.XXXXXX)
  chmod 755 "$TEMP"
  have nginx || return 0
  # shellcheck source=scripts/lib/build.sh
  . scripts/lib/build.sh
  need_rust
  build_binaries 3>&-
  PLAIN_PORT=$(free_port) TLS_PORT=$(free_port) GATEWAY_PORT=$(free_port) SERVICE_PORT=$(free_port)
  certificates >/dev/null 2>&1
  configure
  start_all
}

teardown_file() {
  local name
  for name in pebble names nginx gateway service; do
    if [[ -e $TEMP/$name.pid ]]; then stop "$(<"$TEMP/$name.pid")" 10; fi
  done
  rm -rf "$TEMP"
}

setup() {
  have nginx || skip "nginx is not installed"
  cd "$REPOSITORY" || exit
  # shellcheck source=scripts/lib/build.sh
  . scripts/lib/build.sh
  STORED=$TEMP/answer
}

certificates() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj '/CN=Test authority' \
    -keyout "$TEMP/ca.key" -out "$TEMP/ca.pem"
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$NAME" \
    -keyout "$TEMP/privkey.pem" -out "$TEMP/request.pem"
  printf 'subjectAltName=DNS:%s\n' "$NAME" >"$TEMP/names"
  openssl x509 -req -in "$TEMP/request.pem" -CA "$TEMP/ca.pem" -CAkey "$TEMP/ca.key" -CAcreateserial -days 2 \
    -extfile "$TEMP/names" -out "$TEMP/fullchain.pem"
}

# The file with this test's ports and paths.
configure() {
  {
    printf 'pid %s/nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\n  access_log off;\n' "$TEMP"
    printf '  %s_temp_path %s/temp-%s;\n' client_body "$TEMP" body proxy "$TEMP" proxy fastcgi "$TEMP" fastcgi \
      uwsgi "$TEMP" uwsgi scgi "$TEMP" scgi
    printf '  include %s/kpi-productivity.conf;\n}\n' "$TEMP"
  } >"$TEMP/nginx.conf"
  sed -e "s/listen 80;/listen 127.0.0.1:$PLAIN_PORT;/; s/listen 443 /listen 127.0.0.1:$TLS_PORT /; /listen \[::\]/d" \
    -e "s/127\.0\.0\.1:30002/127.0.0.1:$GATEWAY_PORT/; s,/etc/letsencrypt/live/$NAME,$TEMP," \
    -e "s,/var/cache/,$TEMP/,; s,/var/www/certbot,$TEMP/certbot," \
    deploy/nginx/kpi-productivity.conf >"$TEMP/kpi-productivity.conf"
  mkdir -p "$TEMP/certbot/.well-known/acme-challenge"
  echo answer >"$TEMP/certbot/.well-known/acme-challenge/question"
}

start_all() {
  spawn node scripts/tests/fakes/origin.mjs "$SERVICE_PORT" >"$TEMP/service.log" 2>&1 3>&-
  echo "$SPAWNED" >"$TEMP/service.pid"
  wait_for 120 port_in_use "$SERVICE_PORT"
  start_gateway
  nginx -t -c "$TEMP/nginx.conf" 2>"$TEMP/nginx-test.log"
  spawn nginx -c "$TEMP/nginx.conf" -g 'daemon off;' >"$TEMP/nginx.log" 2>&1 3>&-
  wait_for 120 port_in_use "$TLS_PORT"
}

start_gateway() {
  spawn env -i NODE_ENV=production GATEWAY_HOST=localhost GATEWAY_PORT="$GATEWAY_PORT" TRUSTED_PROXIES=127.0.0.1,::1 \
    BACKEND_URL="http://127.0.0.1:$SERVICE_PORT" FRONTEND_URL="http://127.0.0.1:$SERVICE_PORT" DRAIN_DELAY=0 \
    LOG_DIR= "$(binary_folder)/kpi-gateway" serve >"$TEMP/gateway.log" 2>&1 3>&-
  echo "$SPAWNED" >"$TEMP/gateway.pid"
  wait_for 120 gateway_answers
}

gateway_answers() { [[ $(http_status "$GATEWAY_PORT" /gateway/health/live) == 200 ]]; }

# ask PATH ARGUMENT…: a request over TLS, which trusts the test authority only, from an address that is no
# trusted proxy. Writes head and body to STORED.
ask() {
  curl -sS --interface 127.0.0.2 --cacert "$TEMP/ca.pem" --resolve "$NAME:$TLS_PORT:127.0.0.1" -i "https://$NAME:$TLS_PORT$1" "${@:2}" | tr -d '\r' >"$STORED"
}

# part PATH: a value of the JSON on standard input.
part() { node -p "JSON.parse(require('fs').readFileSync(0, 'utf8'))$1"; }

# field NAME: the values of a header field in the stored response, one per line.
field() { sed -n '1,/^$/p' "$STORED" | grep -i "^$1: " | cut -d ' ' -f 2-; }

@test "nginx accepts the configuration" {
  grep -q 'test is successful' "$TEMP/nginx-test.log"
  # Newer versions have a separate http2 directive, which older ones do not support.
  grep -v '"listen ... http2" directive is deprecated' "$TEMP/nginx-test.log" >"$TEMP/nginx-words"
  refute grep -E 'warn|emerg' "$TEMP/nginx-words"
}

@test "plain HTTP redirects to HTTPS, except for certbot's challenges" {
  run curl -sS -o /dev/null -w '%{http_code} %{redirect_url}' -H "Host: $NAME" "http://127.0.0.1:$PLAIN_PORT/today?date=2026-01-01"
  [[ $output == "301 https://$NAME/today?date=2026-01-01" ]]
  [[ $(curl -sS -H "Host: $NAME" "http://127.0.0.1:$PLAIN_PORT/.well-known/acme-challenge/question") == answer ]]
}

@test "each security header is set once, by nginx or by the gateway" {
  local path
  for path in / /api/echo /assets/app-1a2b.js /api/no/such; do
    ask "$path"
    [[ $(field strict-transport-security) == "max-age=31536000; includeSubDomains" ]]
    [[ $(field x-frame-options) == DENY ]]
    [[ $(field x-content-type-options) == nosniff ]]
    [[ $(field x-xss-protection) == "1; mode=block" ]]
    [[ $(field content-security-policy | wc -l) == 1 ]]
    [[ $(field server) == nginx ]]
  done
}

@test "the service gets the client's address, host and scheme, and forged ones are ignored" {
  ask /api/echo -H 'X-Forwarded-For: 6.6.6.6' -H 'X-Forwarded-Proto: http' -H 'X-Real-IP: 6.6.6.6'
  head -n 1 "$STORED" | grep ' 200'
  local heard
  heard=$(sed '1,/^$/d' "$STORED")
  echo "$heard"
  [[ $(part "['x-forwarded-proto']" <<<"$heard") == https ]]
  [[ $(part "['x-real-ip']" <<<"$heard") == 127.0.0.2 ]]
  [[ $(part "['x-forwarded-for']" <<<"$heard") == "6.6.6.6, 127.0.0.2, 127.0.0.1" ]]
  [[ $(part "['x-forwarded-host']" <<<"$heard") == "$NAME"* ]]
  # The log has the client address as seen by nginx.
  grep '"/api/echo' "$TEMP/gateway.log" | tail -n 1 | grep -q '":"127\.0\.0\.2"'
  refute grep '":"6\.6\.6\.6"' "$TEMP/gateway.log"
}

@test "a WebSocket is opened through nginx and the gateway" {
  run node scripts/tests/fakes/websocket.mjs "$TLS_PORT" "$NAME" "$TEMP/ca.pem" /api/realtime/ws hello
  echo "$output"
  [[ $status == 0 && $output == "101 hello" ]]
}

@test "nginx caches assets by encoding, and no pages" {
  ask /assets/kept-1a2b.js -H 'Accept-Encoding: br'
  ask /assets/kept-1a2b.js -H 'Accept-Encoding: br'
  [[ $(field content-encoding) == br && $(field cache-control) == "public, max-age=31536000, immutable" ]]
  ask /assets/kept-1a2b.js
  [[ -z $(field content-encoding) ]]
  ask /assets/kept-1a2b.js
  (($(grep -c 'GET /assets/kept-1a2b.js' "$TEMP/service.log") == 2))
  ask /today
  ask /today
  (($(grep -c 'GET /today' "$TEMP/service.log") == 2))
}

@test "a body that is too large is rejected, and HTTP/2 is supported" {
  head -c $((11 * 1024 * 1024)) /dev/zero >"$TEMP/large"
  ask /api/echo --data-binary "@$TEMP/large"
  head -n 1 "$STORED" | grep ' 413'
  [[ $(curl -sS --cacert "$TEMP/ca.pem" --resolve "$NAME:$TLS_PORT:127.0.0.1" -o /dev/null -w '%{http_version}' "https://$NAME:$TLS_PORT/") == 2 ]]
}

@test "other host names, old TLS versions and other authorities are rejected" {
  refute curl -sS --cacert "$TEMP/ca.pem" --resolve "other.example.com:$TLS_PORT:127.0.0.1" "https://other.example.com:$TLS_PORT/"
  refute curl -sSk --tls-max 1.1 --resolve "$NAME:$TLS_PORT:127.0.0.1" "https://$NAME:$TLS_PORT/"
  refute curl -sS --resolve "$NAME:$TLS_PORT:127.0.0.1" "https://$NAME:$TLS_PORT/"
}

@test "without the gateway there is a 502 with the same headers, and afterwards it recovers" {
  stop "$(<"$TEMP/gateway.pid")" 10
  ask /api/echo
  head -n 1 "$STORED" | grep ' 502'
  [[ $(field x-frame-options) == DENY && $(field strict-transport-security) == *includeSubDomains ]]
  start_gateway
  ask /api/echo
  head -n 1 "$STORED" | grep ' 200'
}

# start_authority: starts pebble, the ACME test server of Let's Encrypt, which resolves every name to this
# machine and uses this test's port for HTTP.
start_authority() {
  local port
  DNS_PORT=$(free_port) ACME_PORT=$(free_port) port=$(free_port)
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost \
    -keyout "$TEMP/acme.key" -out "$TEMP/acme.request"
  openssl x509 -req -in "$TEMP/acme.request" -CA "$TEMP/ca.pem" -CAkey "$TEMP/ca.key" -CAcreateserial \
    -extfile <(echo subjectAltName=DNS:localhost) -out "$TEMP/acme.pem"
  spawn pebble-challtestsrv -defaultIPv4 127.0.0.1 -defaultIPv6 '' -dns01 "127.0.0.1:$DNS_PORT" -http01 '' -https01 '' -tlsalpn01 '' \
    -management "127.0.0.1:$port" >"$TEMP/names.log" 2>&1 3>&-
  echo "$SPAWNED" >"$TEMP/names.pid"
  wait_for 120 port_in_use "$port"
  cat >"$TEMP/pebble.json" <<JSON
{"pebble": {"listenAddress": "127.0.0.1:$ACME_PORT", "managementListenAddress": "127.0.0.1:$(free_port)",
  "certificate": "$TEMP/acme.pem", "privateKey": "$TEMP/acme.key", "httpPort": $PLAIN_PORT, "tlsPort": $TLS_PORT}}
JSON
  spawn env PEBBLE_VA_NOSLEEP=1 PEBBLE_WFE_NONCEREJECT=0 pebble -config "$TEMP/pebble.json" -dnsserver "127.0.0.1:$DNS_PORT" \
    >"$TEMP/pebble.log" 2>&1 3>&-
  echo "$SPAWNED" >"$TEMP/pebble.pid"
  wait_for 120 port_in_use "$ACME_PORT"
}

# asks_certbot ARGUMENT…: runs certbot with separate folders; `systemctl reload nginx` reloads this test's nginx.
asks_certbot() {
  mkdir -p "$TEMP/bin"
  printf '#!/bin/sh\n[ "$*" = "reload nginx" ] && nginx -c %s/nginx.conf -s reload 2>>%s/reloads && echo >>%s/reloads\n' "$TEMP" "$TEMP" "$TEMP" >"$TEMP/bin/systemctl"
  chmod +x "$TEMP/bin/systemctl"
  PATH=$TEMP/bin:$PATH REQUESTS_CA_BUNDLE=$TEMP/ca.pem certbot "$@" --config-dir "$TEMP/letsencrypt" --work-dir "$TEMP/certbot-work" \
    --logs-dir "$TEMP/certbot-logs" --server "https://localhost:$ACME_PORT/dir" --non-interactive 3>&-
}

# shown: the certificate that nginx presents.
shown() { openssl s_client -connect "127.0.0.1:$TLS_PORT" -servername "$NAME" </dev/null 2>/dev/null | openssl x509 -noout "$@"; }
shows_another() { [[ $(shown -serial) != "$1" ]]; }

@test "certbot gets a certificate through nginx, and renews it without downtime" {
  have certbot && have pebble || skip "certbot or pebble is not installed"
  local all=$TEMP/kpi-productivity.conf first hook
  # The steps in the file: first the part that needs no certificate.
  hook=$(sed -nE "s/^# .*certbot certonly .* --deploy-hook '(.*)'$/\1/p" deploy/nginx/kpi-productivity.conf)
  [[ -n $hook ]]
  mv "$all" "$TEMP/all.conf"
  sed "s,$TEMP/\(fullchain\|privkey\).pem,$TEMP/letsencrypt/live/$NAME/\1.pem," "$TEMP/all.conf" >"$TEMP/with-certificate.conf"
  awk '/^server/ && servers++ { exit } { print }' "$TEMP/all.conf" >"$all"
  nginx -c "$TEMP/nginx.conf" -s reload
  start_authority
  asks_certbot certonly --webroot -w "$TEMP/certbot" -d "$NAME" --deploy-hook "$hook" \
    --register-unsafely-without-email --agree-tos
  cp "$TEMP/with-certificate.conf" "$all"
  nginx -t -c "$TEMP/nginx.conf"
  nginx -c "$TEMP/nginx.conf" -s reload
  wait_for 120 is_of_pebble
  first=$(shown -serial)

  asks_certbot renew --dry-run --no-random-sleep-on-renew
  [[ $(shown -serial) == "$first" ]]
  : >"$TEMP/reloads"
  asks_certbot renew --force-renewal --no-random-sleep-on-renew
  wait_for 120 shows_another "$first"
  [[ -s $TEMP/reloads ]]
}

is_of_pebble() { [[ $(shown -issuer) == *Pebble* ]]; }
