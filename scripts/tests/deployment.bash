# shellcheck shell=bash disable=SC2034 # the tests read what is set here
# A running system for the tests of the deployment scripts: the services with PostgreSQL, in production
# mode, behind deploy/nginx with certificates of a test authority, on loopback.

has_programs() { has_postgres && have nginx && have curl && have openssl; }

# new_certificate NAME DAYS: issues one of the test authority for localhost.
new_certificate() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost \
    -keyout "$TEMP/$1.key" -out "$TEMP/$1.request"
  openssl x509 -req -in "$TEMP/$1.request" -CA "$TEMP/ca.pem" -CAkey "$TEMP/ca.key" -CAcreateserial -days "$2" \
    -extfile <(echo subjectAltName=DNS:localhost) -out "$TEMP/$1.pem"
}

make_certificates() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 100 -subj '/CN=Test authority' \
    -keyout "$TEMP/ca.key" -out "$TEMP/ca.pem"
  new_certificate good 60
  new_certificate expired -1
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 60 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost -keyout "$TEMP/alone.key" -out "$TEMP/alone.pem"
}

# use_certificate NAME: switches nginx to this one.
use_certificate() {
  cp "$TEMP/$1.pem" "$TEMP/fullchain.pem"
  cp "$TEMP/$1.key" "$TEMP/privkey.pem"
  if [[ -e $TEMP/pids/nginx ]]; then
    local nginx worker
    local -a before
    nginx=$(<"$TEMP/pids/nginx")
    read -ra before <"/proc/$nginx/task/$nginx/children" || true
    kill -HUP "$nginx"
    wait_for 120 shows "$TEMP/$1.pem"
    # Old workers may accept connections until they exit.
    for worker in "${before[@]}"; do wait_for 120 gone "$worker"; done
  fi
}

shows() {
  [[ $(openssl s_client -connect "127.0.0.1:$TLS_PORT" -servername localhost </dev/null 2>/dev/null | openssl x509 -noout -fingerprint) == "$(openssl x509 -noout -fingerprint -in "$1")" ]]
}

# deploy/nginx with another host name, ports and paths.
make_nginx() {
  {
    printf 'pid %s/nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\n  access_log off;\n' "$TEMP"
    printf '  %s_temp_path %s/temp-%s;\n' client_body "$TEMP" body proxy "$TEMP" proxy fastcgi "$TEMP" fastcgi \
      uwsgi "$TEMP" uwsgi scgi "$TEMP" scgi
    printf '  include %s/site.conf;\n}\n' "$TEMP"
  } >"$TEMP/nginx.conf"
  sed -e "s/listen 80;/listen 127.0.0.1:$PLAIN_PORT;/; s/listen 443 /listen 127.0.0.1:$TLS_PORT /; /listen \[::\]/d" \
    -e "s/127\.0\.0\.1:30002/127.0.0.1:$GATEWAY_PORT/; s,/etc/letsencrypt/live/kpi.example.com,$TEMP," \
    -e "s/kpi\.example\.com/localhost/g; s,/var/cache/,$TEMP/,; s,/var/www/certbot,$TEMP/certbot," \
    deploy/nginx/kpi-productivity.conf >"$TEMP/site.conf"
  mkdir -p "$TEMP/nginx"
}

# start_service NAME SETTING…: starts the service that NAME ends with.
start_service() {
  local name=$1
  shift
  spawn env -i PATH="$PATH" NODE_ENV=production JWT_SECRET="$JWT_SECRET" LOG_DIR= DRAIN_DELAY=0 SHUTDOWN_TIMEOUT=2 BCRYPT_ROUNDS=4 \
    REDIS_REQUIRED=false TRUSTED_PROXIES=127.0.0.1,::1 HOST=localhost GATEWAY_HOST=localhost CORS_ORIGIN=https://app.example.com \
    RATE_LIMIT_MAX_REQUESTS=100000 RATE_LIMIT_AUTH_MAX_REQUESTS=100000 UPSTREAM_PROBE_INTERVAL=1 \
    BACKEND_URL="http://localhost:$BACKEND_PORT" FRONTEND_URL="http://localhost:$FRONTEND_PORT" \
    STATIC_DIR="$TEMP/web" DATABASE_URL="$DATABASE_URL" "$@" "$BINARIES/kpi-${name##*-}" serve >>"$TEMP/$name.log" 2>&1 3>&- 8>&-
  echo "$SPAWNED" >"$TEMP/pids/$name"
}

# The staging system: a separate backend and gateway.
start_staging() {
  local port
  port=$(free_port)
  start_service staging-backend PORT="$port" NODE_ENV=staging
  start_service staging-gateway GATEWAY_PORT="$STAGING_PORT" NODE_ENV=staging BACKEND_URL="http://localhost:$port"
  wait_for 120 staging_is_up
}

staging_is_up() { [[ $(http_status "$STAGING_PORT" /gateway/health) == 200 ]]; }

# start_backend SETTING…: replaces the running backend.
start_backend() {
  if [[ -e $TEMP/pids/backend ]]; then stop "$(<"$TEMP/pids/backend")" 10; fi
  start_service backend PORT="$BACKEND_PORT" "$@"
}

gateway_is_healthy() { [[ $(http_status "$GATEWAY_PORT" /gateway/health) == 200 ]]; }
start_system() {
  mkdir -p "$TEMP/web" "$TEMP/pids"
  echo '<!doctype html><title>KPI Productivity</title>' >"$TEMP/web/index.html"
  start_backend
  start_service frontend PORT="$FRONTEND_PORT"
  start_service gateway GATEWAY_PORT="$GATEWAY_PORT" METRICS_PORT="$METRICS_PORT"
  wait_for 120 gateway_is_healthy
  start_staging
  spawn nginx -c "$TEMP/nginx.conf" -g 'daemon off;' >"$TEMP/nginx.log" 2>&1 3>&-
  echo "$SPAWNED" >"$TEMP/pids/nginx"
  wait_for 120 port_in_use "$TLS_PORT"
  spawn node scripts/tests/fakes/webhook.mjs "$HOOK_PORT" >"$TEMP/webhook.log" 2>&1 3>&-
  echo "$SPAWNED" >"$TEMP/pids/webhook"
  wait_for 120 port_in_use "$HOOK_PORT"
}

# The release commands of the tests: `bash -c "$(releases good)"` starts a healthy version, `sick` one
# without its database, `shared` one that requires the Redis in REDIS_URL, and `loses-redis` one whose Redis
# stops after the start.
releases() {
  printf 'TEMP=%s; . scripts/lib/common.sh; . scripts/tests/deployment.bash; start_version %s' "$TEMP" "$1"
}

backend_health_is() { [[ $(http_status "$BACKEND_PORT" /health) == "$1" ]]; }
start_version() {
  local redis port
  case $1 in
    good) start_backend ;;
    sick) start_backend DATABASE_URL="${DATABASE_URL%/*}/gone" ;;
    shared) start_backend REDIS_URL="$REDIS_URL" REDIS_REQUIRED=true ;;
    loses-redis)
      port=$(free_port)
      spawn redis-server --bind 127.0.0.1 --port "$port" --save '' >"$TEMP/loses-redis.log" 2>&1 3>&- 8>&-
      redis=$SPAWNED
      wait_for 120 port_in_use "$port"
      start_backend REDIS_URL="redis://127.0.0.1:$port" REDIS_REQUIRED=true
      wait_for 120 backend_health_is 200
      stop "$redis" 10
      wait_for 120 backend_health_is 503
      ;;
  esac
  # Only now: an interruption before would leave a service that nothing stops.
  echo "$1" >>"$TEMP/versions"
}
