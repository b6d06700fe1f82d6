# shellcheck shell=bash disable=SC2034 # WHY and DETAIL are for `check`
# Additional checks for production: TLS, headers, ports, secrets, CORS, speed, metrics. Source it after
# checks.sh.

# Ports of the services behind the gateway, which must be closed from outside.
INTERNAL_PORTS=(3000 3001 5432 6379)
# Secrets from documentation and examples.
KNOWN_SECRETS=(
  your-super-secret-key your-super-secret-key-at-least-32-characters
  development-secret-key-change-in-production 0123456789abcdef0123456789abcdef
  changeme secret your-256-bit-secret
)

host_of_base() {
  local host=${BASE#*://}
  host=${host%:*}
  printf '%s' "${host%%/*}"
}

port_of_base() { if [[ $BASE =~ :([0-9]+)$ ]]; then printf '%s' "${BASH_REMATCH[1]}"; else printf 443; fi; }

# tls ARGUMENT…: the output of openssl s_client.
tls() {
  local -a ca=()
  [[ -z ${CURL_CA_BUNDLE:-} ]] || ca=(-CAfile "$CURL_CA_BUNDLE")
  timeout "$HTTP_TIMEOUT" openssl s_client -connect "$(host_of_base):$(port_of_base)" -servername "$(host_of_base)" \
    "${ca[@]}" "$@" </dev/null 2>"$TEMP/tls-said"
}

# The system uses TLS, in versions 1.2 and newer only.
tls_is_modern() {
  [[ $BASE == https://* ]] || { WHY="$BASE has no TLS" && return 1; }
  local version
  for version in tls1 tls1_1; do
    # At security level 0 the client allows old versions.
    if tls "-$version" -cipher 'ALL:@SECLEVEL=0' | grep -qE '^ *Cipher *(:|is) *[A-Z0-9]+-'; then
      WHY="it still supports $version" && return 1
    fi
  done
}

# certificate_lasts DAYS
certificate_lasts() {
  local until left
  request GET /api/health || return 1
  until=$(tls | openssl x509 -noout -enddate 2>/dev/null) || { WHY="the certificate cannot be read" && return 1; }
  until=${until#notAfter=}
  left=$((($(date -d "$until" +%s) - $(date +%s)) / 86400))
  DETAIL="$left days left, until $until"
  ((left >= $1)) || { WHY="the certificate expires in $left days ($until), less than the required $1" && return 1; }
}

# Plain HTTP redirects to HTTPS, if the port is open.
http_is_redirected() {
  local BASE plain=${PLAIN_URL:-http://$(host_of_base)}
  BASE=$plain
  if ! request GET /today; then
    DETAIL="$plain does not respond"
    WHY=
    return 0
  fi
  [[ $STATUS =~ ^30[18]$ && $(field location) == https://* ]] ||
    { WHY="$plain responds with $STATUS instead of a redirect to https" && return 1; }
}

has_security_headers() {
  local path
  for path in / /api/health; do
    request GET "$path" || return 1
    [[ $(field strict-transport-security) =~ max-age=([0-9]+) && ${BASH_REMATCH[1]} -ge 31536000 ]] ||
      { WHY="$path has no Strict-Transport-Security of a year" && return 1; }
    [[ $(field x-frame-options) == DENY ]] || { WHY="$path has no X-Frame-Options: DENY" && return 1; }
    [[ $(field x-content-type-options) == nosniff ]] || { WHY="$path has no X-Content-Type-Options: nosniff" && return 1; }
    [[ -n $(field content-security-policy) ]] || { WHY="$path has no Content-Security-Policy" && return 1; }
    [[ ! $(field server) =~ [0-9] && -z $(field x-powered-by) ]] || { WHY="$path reveals the server's software" && return 1; }
  done
}

internal_ports_are_closed() {
  local port host
  local -a ports
  host=$(host_of_base)
  read -ra ports <<<"${CLOSED_PORTS:-${INTERNAL_PORTS[*]}}"
  for port in "${ports[@]}"; do
    if timeout 3 bash -c "exec 3<>'/dev/tcp/$host/$port'" 2>/dev/null; then
      WHY="port $port of $host is open" && return 1
    fi
  done
  DETAIL="${ports[*]}"
}

# Session tokens that are signed with publicly known secrets are rejected.
secrets_are_own() {
  local known part own signature
  sign_up || return 1
  own=$TOKEN part=${TOKEN%.*}
  for known in "${KNOWN_SECRETS[@]}"; do
    signature=$(printf '%s' "$part" | openssl dgst -sha256 -hmac "$known" -binary | base64 -w 0 | tr '+/' '-_' | tr -d =)
    TOKEN=$part.$signature
    request GET /api/auth/me || return 1
    if [[ $STATUS != 401 ]]; then
      TOKEN=$own
      delete_account || true
      TOKEN='' WHY="JWT_SECRET is publicly known: change it at once"
      return 1
    fi
  done
  TOKEN=$own
  delete_account || return 1
  TOKEN=''
}

# cors_is_strict ORIGIN: this origin is allowed, and others are not.
cors_is_strict() {
  local origin
  for origin in "$1" https://stranger.invalid; do
    request OPTIONS /api/habits -H "Origin: $origin" -H 'Access-Control-Request-Method: GET' \
      -H 'Access-Control-Request-Headers: Content-Type' || return 1
    if [[ $origin == "$1" ]]; then
      [[ $(field access-control-allow-origin) == "$1" ]] || { WHY="$1 is not allowed by CORS" && return 1; }
    elif [[ -n $(field access-control-allow-origin) ]]; then
      WHY="other origins are allowed by CORS" && return 1
    fi
  done
}

# fast_enough MILLISECONDS: 19 of 20 responses are this fast, which tolerates one outlier.
fast_enough() {
  local slow
  # shellcheck disable=SC2034 # counts only
  for _ in {1..20}; do
    curl -sS -o /dev/null --max-time "$HTTP_TIMEOUT" -w '%{time_total}\n' "$BASE/api/health" 2>/dev/null || echo "$HTTP_TIMEOUT"
  done | sort -n >"$TEMP/times"
  slow=$(awk 'NR == 19 { printf "%d", $1 * 1000 }' "$TEMP/times")
  DETAIL="19 of 20 responses within $slow ms"
  ((slow <= $1)) || { WHY="19 of 20 responses took up to $slow ms, more than the allowed $1" && return 1; }
}

# has_metrics URL: serves the gateway's metrics.
has_metrics() {
  [[ -n $1 ]] || { WHY="METRICS_URL is not set: set METRICS_PORT for the gateway, and this to the address of its metrics" && return 1; }
  curl -sS --max-time "$HTTP_TIMEOUT" "$1" >"$TEMP/metrics" 2>/dev/null || { WHY="METRICS_URL does not respond" && return 1; }
  grep -q '^gateway_requests_total' "$TEMP/metrics" || { WHY="METRICS_URL responds, but not with the gateway's metrics" && return 1; }
}

# check_hardening: runs all of these checks.
check_hardening() {
  check tls tls_is_modern
  check certificate certificate_lasts "$(setting MIN_CERTIFICATE_DAYS 14)"
  check redirect http_is_redirected
  check headers has_security_headers
  check ports internal_ports_are_closed
  check secrets secrets_are_own
  check cors cors_is_strict "${ALLOWED_ORIGIN:-$BASE}"
  check speed fast_enough "$(setting MAX_MILLISECONDS 1000)"
  check monitoring has_metrics "$(setting METRICS_URL '')"
}
